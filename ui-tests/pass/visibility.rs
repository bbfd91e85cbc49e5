//! Configs that are more visible than their sections.
#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

mod config {
    use std::collections::{BTreeMap, HashMap};

    use superconfig::SuperConfig;

    #[derive(SuperConfig)]
    pub struct Config {
        #[config(nested)]
        one: Section,
        #[config(nested)]
        boxed: Box<Section>,
        #[config(nested)]
        optional: Option<Section>,
        #[config(nested)]
        list: Vec<Section>,
        #[config(nested)]
        array: Option<Vec<Section>>,
        #[config(nested)]
        map: HashMap<String, Section>,
        #[config(nested)]
        sorted: Option<BTreeMap<String, Section>>,
        #[config(flatten)]
        flat: Flat,
        #[config(nested)]
        choice: Choice,
        #[config(nested)]
        generic: Generic<Section>,
    }

    #[derive(SuperConfig)]
    struct Section {
        #[config(default = 1)]
        size: u8,
    }

    #[derive(SuperConfig)]
    struct Flat {
        #[config(nested)]
        section: Section,
    }

    #[derive(SuperConfig)]
    #[config(tag = "type")]
    enum Choice {
        #[config(default)]
        Off,
        On(Section),
    }

    #[derive(SuperConfig)]
    pub(crate) struct Generic<S> {
        #[config(nested)]
        section: S,
        #[config(nested)]
        inner: Inner<S>,
    }

    #[derive(SuperConfig)]
    struct Inner<S> {
        #[config(nested)]
        sections: Vec<S>,
    }

    #[allow(private_interfaces)]
    #[derive(SuperConfig)]
    pub enum Storage {
        Disk(Section),
        Boxed(Box<Section>),
        Both {
            #[config(nested)]
            section: Section,
        },
    }

    #[allow(private_interfaces)]
    #[derive(SuperConfig)]
    pub struct Open {
        #[config(nested)]
        pub section: Section,
    }
}

#[derive(SuperConfig)]
pub struct Outer {
    #[config(nested)]
    config: config::Config,
    #[config(nested)]
    storage: Option<config::Storage>,
    #[config(nested)]
    open: config::Open,
    #[config(nested)]
    generic: config::Generic<Local>,
}

#[derive(SuperConfig)]
struct Local {
    #[config(default = 1)]
    size: u8,
}

fn main() {
    Outer::builder().extract().expect("there are defaults");
    let _ = config::Storage::builder();

    #[derive(SuperConfig)]
    pub struct InFunction {
        #[config(nested)]
        section: InFunctionSection,
    }

    #[derive(SuperConfig)]
    struct InFunctionSection {
        #[config(default = 1)]
        size: u8,
    }

    InFunction::builder().extract().expect("there are defaults");
}
