#![deny(warnings)]
#![allow(dead_code)]

use std::{collections::HashMap, fmt::Debug, marker::PhantomData};

use superconfig::{Format, SuperConfig};

/// Bounds in place, a default parameter, a const parameter.
#[derive(SuperConfig)]
struct Settings<T: Clone + Debug = u8, const N: usize = 2> {
    items: Vec<T>,
    #[config(default)]
    named: HashMap<String, T>,
    #[config(default = N)]
    count: usize,
    one: Option<T>,
}

/// A section that is a parameter.
#[derive(SuperConfig)]
struct Service<S>
where
    S: SuperConfig,
{
    #[config(nested)]
    section: S,
    #[config(nested)]
    optional: Option<S>,
}

/// A section that has a parameter.
#[derive(SuperConfig)]
struct Outer<T> {
    #[config(nested)]
    settings: Flat<Vec<T>>,
    #[config(flatten)]
    flat: Flat<T>,
}

#[derive(SuperConfig)]
struct Flat<T> {
    value: T,
}

/// A parameter that is not read.
#[derive(SuperConfig)]
struct Marked<M> {
    port: u16,
    #[config(skip)]
    marker: PhantomData<fn() -> M>,
}

#[derive(SuperConfig)]
struct Section {
    #[config(default = 1)]
    size: u8,
}

struct NotDefault;

fn main() {
    let settings = Settings::<u8>::builder().with_str(Format::Toml, "items = [1, 2]").extract();
    let settings = settings.expect("the rest has defaults");
    assert_eq!((settings.items, settings.count, settings.one), (vec![1, 2], 2, None));

    let service = Service::<Section>::builder().extract().expect("there are defaults");
    assert_eq!((service.section.size, service.optional.is_none()), (1, true));

    let marked = Marked::<NotDefault>::builder().with_str(Format::Toml, "port = 1").extract();
    assert_eq!(marked.expect("`M` needs nothing").port, 1);
}
