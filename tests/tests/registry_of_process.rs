//! The process's own registry, replaced at the start; alone in its process.

use std::time::Duration;

use superconfig::{ConfigRegistry, ProblemKind, RegistryError, RuntimeFlags, StartupFlags, SuperConfig, registry};

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default = 1)]
    port: u16,
}

#[test]
fn the_process_s_registry_is_installed_once_and_its_flags_hold_for_every_load() {
    Shop::builder().extract().unwrap();
    Shop::builder().extract_snapshot().unwrap();
    let own = ConfigRegistry::with_startup_flags(StartupFlags::DETAILED_STATS).unwrap();
    let kept = own.create("before");
    own.install().unwrap();
    assert_eq!(registry().startup_flags(), StartupFlags::DETAILED_STATS);
    assert_eq!(*registry().read(&kept).unwrap(), "before");
    assert_eq!(ConfigRegistry::new().install().unwrap_err(), RegistryError::AlreadyInUse);

    registry().set_verbosity(0);
    let builder = Shop::builder().with_env_vars([("SHOP_PROT", "1")]);
    assert_eq!(builder.load().unwrap().port, 1);
    registry().enable(RuntimeFlags::STRICT_MODE).unwrap();
    for error in [builder.load().err(), builder.extract().err(), builder.register().err()] {
        assert_eq!(error.unwrap().problems()[0].kind(), ProblemKind::UnknownKey);
    }
    assert_eq!(Shop::get().port, 1, "what was published before stays");
    assert_eq!(registry().stats().creates, 2);

    // The rule for all is not for the values of config types; they expire only if that is said of them.
    registry().expire_after(Some(Duration::ZERO));
    assert_eq!(registry().sweep(), 1);
    assert!(!registry().contains(&kept));
    assert_eq!(Shop::get().port, 1);
    registry().expire_entry_after(&Shop::handle(), Some(Duration::ZERO)).unwrap();
    assert_eq!(Shop::get().port, 1);
    assert_eq!(registry().sweep(), 0, "`get` is a read");
    assert_eq!(registry().sweep(), 1);
    assert!(Shop::try_get().is_none());
    registry().disable(RuntimeFlags::STRICT_MODE).unwrap();
    builder.load().unwrap();
    registry().clear();
    assert!(Shop::try_get().is_none() && registry().is_empty());
}
