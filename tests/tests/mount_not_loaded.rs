//! What a library hears that asks for its config before the application has loaded it.

use superconfig::{SuperConfig, registry};

#[derive(Debug, SuperConfig)]
#[config(mount = "telemetry")]
struct Telemetry {
    #[config(default = 1)]
    sample: u32,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", mounts)]
struct AppConfig {}

#[test]
fn it_hears_what_loads_it() {
    let panic = std::panic::catch_unwind(|| Telemetry::get().sample).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert_eq!(
        message,
        "Telemetry is not loaded, or was deleted: it is mounted at 'telemetry', so AppConfig::load() loads it; call that first"
    );
    AppConfig::builder().with_text("[telemetry]\nsample = 3").load().unwrap();
    assert_eq!(Telemetry::get().sample, 3);
    let names: Vec<_> = registry().descriptions().into_iter().filter_map(|it| it.name).collect();
    assert!(names.contains(&"shop".to_owned()) && names.contains(&"shop.telemetry".to_owned()), "{names:?}");
    // Both were published in one commit.
    let generation =
        |name: &str| registry().descriptions().iter().find(|it| it.name.as_deref() == Some(name)).unwrap().generation;
    assert_eq!(generation("shop"), generation("shop.telemetry"));
}
