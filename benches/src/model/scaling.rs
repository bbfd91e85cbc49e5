//! Configurations of any size, all of the same eight settings over and over, so that only their number differs.
//!
//! One struct serves both contenders, since the two derives do not get into each other's way.

use std::collections::BTreeMap;

use serde::Deserialize;
use superconfig::SuperConfig;

use super::hand::variable::{PerField, Problem, Scan, lookup, lookup_list, lookup_some, parse, parse_list, parse_some};

/// Eight settings: one has its default, one a variable.
#[derive(Debug, Deserialize, SuperConfig)]
pub(crate) struct Service {
    host: String,
    port: u16,
    user: Option<String>,
    enabled: bool,
    timeout: u64,
    #[serde(default = "retries")]
    #[config(default = 3)]
    retries: u32,
    factor: f64,
    tags: Vec<String>,
}

fn retries() -> u32 {
    3
}

/// What the file says of the service of that name, below its header.
pub(crate) fn document(name: &str) -> String {
    format!(
        "host = \"{name}.internal\"\nport = 7001\nuser = \"{name}-rw\"\nenabled = true\ntimeout = 45\nfactor = 1.25\n\
         tags = [\"{name}\", \"zone-3\"]\n"
    )
}

impl Scan for Service {
    fn set(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        match key {
            "HOST" => parse(value, &mut self.host),
            "PORT" => parse(value, &mut self.port),
            "USER" => parse_some(value, &mut self.user),
            "ENABLED" => parse(value, &mut self.enabled),
            "TIMEOUT" => parse(value, &mut self.timeout),
            "RETRIES" => parse(value, &mut self.retries),
            "FACTOR" => parse(value, &mut self.factor),
            "TAGS" => parse_list(value, &mut self.tags),
            _ => Ok(()),
        }
    }
}

/// Sections of one type, and the way to each by the word that its variables have.
macro_rules! sections {
    ($Root:ident of $Section:ident: $($field:ident $word:literal)+) => {
        #[derive(Debug, Deserialize, SuperConfig)]
        pub(crate) struct $Root {
            $(#[config(nested)] $field: $Section,)+
        }

        impl $Root {
            pub(crate) const WORDS: &[&str] = &[$($word),+];
        }

        impl Scan for $Root {
            fn set(&mut self, key: &str, value: &str) -> Result<(), Problem> {
                match key.split_once('_') {
                    $(Some(($word, key)) => self.$field.set(key, value),)+
                    _ => Ok(()),
                }
            }
        }
    };
}

/// Services, each variable of which somebody looks up by its name.
macro_rules! services {
    ($Root:ident: $($field:ident $word:literal)+) => {
        sections!($Root of Service: $($field $word)+);

        impl PerField for $Root {
            fn override_per_field(&mut self) -> Result<(), Problem> {
                $(
                    lookup(concat!("BENCH_", $word, "_HOST"), &mut self.$field.host)?;
                    lookup(concat!("BENCH_", $word, "_PORT"), &mut self.$field.port)?;
                    lookup_some(concat!("BENCH_", $word, "_USER"), &mut self.$field.user)?;
                    lookup(concat!("BENCH_", $word, "_ENABLED"), &mut self.$field.enabled)?;
                    lookup(concat!("BENCH_", $word, "_TIMEOUT"), &mut self.$field.timeout)?;
                    lookup(concat!("BENCH_", $word, "_RETRIES"), &mut self.$field.retries)?;
                    lookup(concat!("BENCH_", $word, "_FACTOR"), &mut self.$field.factor)?;
                    lookup_list(concat!("BENCH_", $word, "_TAGS"), &mut self.$field.tags)?;
                )+
                Ok(())
            }
        }
    };
}

services!(Settings8: s00 "S00");
services!(Settings64: s00 "S00" s01 "S01" s02 "S02" s03 "S03" s04 "S04" s05 "S05" s06 "S06" s07 "S07");
services!(Settings400:
    s00 "S00" s01 "S01" s02 "S02" s03 "S03" s04 "S04" s05 "S05" s06 "S06" s07 "S07" s08 "S08" s09 "S09"
    s10 "S10" s11 "S11" s12 "S12" s13 "S13" s14 "S14" s15 "S15" s16 "S16" s17 "S17" s18 "S18" s19 "S19"
    s20 "S20" s21 "S21" s22 "S22" s23 "S23" s24 "S24" s25 "S25" s26 "S26" s27 "S27" s28 "S28" s29 "S29"
    s30 "S30" s31 "S31" s32 "S32" s33 "S33" s34 "S34" s35 "S35" s36 "S36" s37 "S37" s38 "S38" s39 "S39"
    s40 "S40" s41 "S41" s42 "S42" s43 "S43" s44 "S44" s45 "S45" s46 "S46" s47 "S47" s48 "S48" s49 "S49"
);
sections!(Settings1600 of Settings400: g0 "G0" g1 "G1" g2 "G2" g3 "G3");
sections!(Settings4000 of Settings400:
    g0 "G0" g1 "G1" g2 "G2" g3 "G3" g4 "G4" g5 "G5" g6 "G6" g7 "G7" g8 "G8" g9 "G9"
);

/// Any number of services, each from a file of its own.
#[derive(Debug, Default, Deserialize, SuperConfig)]
pub(crate) struct Fleet {
    #[config(nested)]
    pub(crate) services: BTreeMap<String, Service>,
}
