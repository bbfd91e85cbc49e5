//! Unsetting by keys.

use std::collections::BTreeMap;

use crate::{
    self as superconfig, SuperConfig,
    draft::{Draft, MapSlot, Slot, Unset, unset_at},
    schema::Schema,
};

#[derive(Debug, SuperConfig)]
#[config(crate = superconfig)]
#[allow(dead_code, reason = "only its draft is looked at")]
struct Root {
    #[config(default = 1, alias = "former")]
    count: u8,
    #[config(nested)]
    servers: BTreeMap<String, Server>,
    #[config(nested)]
    replicas: Vec<Server>,
    #[config(nested)]
    backup: Option<Server>,
    #[config(flatten)]
    more: More,
}

#[derive(Debug, SuperConfig)]
#[config(crate = superconfig)]
#[allow(dead_code, reason = "only its draft is looked at")]
struct Server {
    #[config(default = 2)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(crate = superconfig)]
#[allow(dead_code, reason = "only its draft is looked at")]
struct More {
    #[config(default = 3)]
    level: u8,
}

type RootDraft = <Root as SuperConfig>::Draft;

/// Puts a value into the setting at an index.
fn put<T: 'static>(draft: &mut dyn Draft, index: usize, value: T) {
    let Slot::Setting { value: place, .. } = draft.slot(index) else { panic!("a setting") };
    *place.downcast_mut().expect("of that type") = Some(value);
}

fn get<T: Copy + 'static>(draft: &mut dyn Draft, index: usize) -> Option<T> {
    let Slot::Setting { value, .. } = draft.slot(index) else { panic!("a setting") };
    *value.downcast_ref::<Option<T>>().expect("of that type")
}

fn servers(draft: &mut RootDraft) -> &mut dyn MapSlot {
    let Slot::Map(slot) = draft.slot(1) else { panic!("a map") };
    slot
}

fn more(draft: &mut RootDraft) -> &mut dyn Draft {
    let Slot::Section(draft) = draft.slot(4) else { panic!("a section") };
    draft
}

/// Everything set, and then not so.
fn unset(path: &str) -> (Result<(), usize>, RootDraft) {
    let mut draft = RootDraft::UNSET;
    put(&mut draft, 0, 5_u8);
    put(servers(&mut draft).enter("a"), 0, 6_u16);
    put(servers(&mut draft).enter("b"), 0, 7_u16);
    put(more(&mut draft), 0, 8_u8);
    let keys: Vec<&str> = path.split('.').collect();
    let by_key = |schema: &'static Schema, key: &str| schema.find(key).map(|(index, _)| index);
    (unset_at(Root::SCHEMA, &mut draft, &keys, &by_key), draft)
}

#[test]
fn keys_lead_through_maps_and_flattened_sections() {
    for path in ["count", "former"] {
        let (result, mut draft) = unset(path);
        assert_eq!((result, get::<u8>(&mut draft, 0)), (Ok(()), None));
        assert_eq!(servers(&mut draft).keys(), ["a", "b"]);
    }
    let (result, mut draft) = unset("servers.a");
    assert_eq!((result, servers(&mut draft).keys()), (Ok(()), vec!["b".to_owned()]));
    let (result, mut draft) = unset("servers.a.port");
    let ports = ["a", "b"].map(|key| get::<u16>(servers(&mut draft).get(key).expect("it is there"), 0));
    assert_eq!((result, ports), (Ok(()), [None, Some(7)]));
    let (result, mut draft) = unset("servers");
    assert_eq!((result, servers(&mut draft).keys().len()), (Ok(()), 0));
    let (result, mut draft) = unset("level");
    assert_eq!((result, get::<u8>(more(&mut draft), 0)), (Ok(()), None));
}

#[test]
fn what_is_not_there_need_not_be_unset() {
    for path in ["servers.c", "servers.c.port", "backup", "backup.port", "replicas"] {
        let (result, mut draft) = unset(path);
        assert_eq!((result, servers(&mut draft).keys().len()), (Ok(()), 2), "{path}");
        let Slot::Optional(slot) = draft.slot(3) else { panic!("an optional section") };
        assert!(slot.get().is_none(), "{path}");
    }
}

#[test]
fn the_part_that_names_nothing_is_told() {
    for (path, part) in [
        ("coutn", 0),
        ("more", 0),
        ("count.x", 1),
        ("servers.a.prot", 2),
        ("servers.c.prot", 2),
        ("servers.a.port.x", 3),
        ("backup.prot", 1),
        ("replicas.0", 1),
        ("level.x", 1),
    ] {
        assert_eq!(unset(path).0, Err(part), "{path}");
    }
}
