//! A directory of so many files that several threads read them: what comes out, and what is told, is as if they were read one after the other.

use std::{collections::BTreeMap, fmt::Write as _};

use superconfig::{Builder, SuperConfig};
use superconfig_tests::Scene;

#[derive(Debug, PartialEq, SuperConfig)]
#[config(name = "many")]
struct Many {
    #[config(default = 0)]
    last: u32,
    #[config(merge = "append", default = Vec::new())]
    order: Vec<u32>,
    #[config(default = BTreeMap::new())]
    files: BTreeMap<String, u32>,
}

/// How many a directory may have.
const COUNT: u32 = 1000;

/// All files as a directory, and one by one.
fn both(scene: &Scene) -> [Builder<Many>; 2] {
    let names = (0..COUNT).map(|number| format!("many.d/{number:04}.toml"));
    let one_by_one = names.fold(scene.builder::<Many>(), Builder::with_file);
    [scene.builder::<Many>().with_dir("many.d"), one_by_one]
}

fn fill(scene: &Scene) {
    for number in 0..COUNT {
        let text = format!("last = {number}\norder = [{number}]\n[files]\nf{number:04} = {number}\n");
        scene.file(&format!("project/many.d/{number:04}.toml"), text);
    }
}

#[test]
fn the_last_one_wins_and_lists_keep_the_order_of_names() {
    let scene = Scene::new();
    fill(&scene);
    let [directory, one_by_one] = both(&scene).map(|builder| builder.extract().unwrap());
    assert_eq!(directory, one_by_one);
    assert_eq!((directory.last, directory.files.len()), (COUNT - 1, 1000));
    assert!(directory.order.is_sorted() && directory.order.len() == 1000);
}

#[test]
fn problems_keep_the_order_of_names() {
    let scene = Scene::new();
    fill(&scene);
    let mut expected = String::new();
    for number in (7..COUNT).step_by(97) {
        let (text, kind) = match number % 4 {
            0 => ("last = true".into(), "wrong type"),
            1 => ("lost = 1".into(), "unknown key"),
            2 => ("last = ".into(), "syntax"),
            _ => (vec![b'#', 0xff], "syntax"),
        };
        scene.file(&format!("project/many.d/{number:04}.toml"), text);
        writeln!(expected, "{kind} {number:04}.toml").unwrap();
    }
    let [directory, one_by_one] = both(&scene).map(|builder| builder.extract().unwrap_err());
    let told: String = directory.problems().iter().fold(String::new(), |mut told, problem| {
        let origin = problem.origin().unwrap().to_string();
        let file = origin.rsplit('/').next().unwrap().split(':').next().unwrap();
        writeln!(told, "{} {file}", problem.kind()).unwrap();
        told
    });
    assert_eq!(told, expected);
    assert_eq!(directory.to_string(), one_by_one.to_string());
}

#[test]
fn nobody_notices_files_that_vanish() {
    let scene = Scene::new();
    fill(&scene);
    let vanishing: Vec<_> = (0..COUNT).map(|number| scene.path(&format!("project/many.d/{number:04}.toml"))).collect();
    std::thread::scope(|scope| {
        let removing = scope.spawn(|| vanishing.iter().for_each(|path| std::fs::remove_file(path).unwrap()));
        while !removing.is_finished() {
            let [directory, _] = both(&scene);
            let many = directory.extract().unwrap();
            assert!(many.order.is_sorted() && many.order.len() == many.files.len());
        }
    });
    assert!(both(&scene)[0].extract().unwrap().order.is_empty());
}
