//! The schema: what the library knows about the struct, as data.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::{leaf, place};
use crate::model::{Env, Field, Kind, Model, Setting};

/// ```text
/// __sc::Schema {
///     name: "shop",
///     env_prefix: "SHOP",
///     type_name: "AppConfig",
///     doc: "Settings of the shop service.",
///     profiles: &["dev", "prod"],
///     allow_unknown: false,
///     mounts: false,
///     fields: &[__sc::Field { … }, __sc::Field { … }],
/// }
/// ```
pub(crate) fn emit(model: &Model) -> TokenStream {
    let Model { name, env_prefix, doc, profiles, allow_unknown, mounts, .. } = model;
    let type_name = model.ident.unraw().to_string();
    let fields = model.fields().map(field);
    quote_spanned! {Span::mixed_site()=>
        __sc::Schema {
            name: #name,
            env_prefix: #env_prefix,
            type_name: #type_name,
            doc: #doc,
            profiles: &[#(#profiles),*],
            allow_unknown: #allow_unknown,
            mounts: #mounts,
            fields: &[#(#fields),*],
        }
    }
}

/// ```text
/// __sc::Field {
///     ident: "listen",
///     key: "listen",
///     aliases: &["bind"],
///     env: __sc::Env::Key("LISTEN"),
///     doc: "Address the HTTP server binds.",
///     deprecated: __sc::None,
///     kind: __sc::Kind::Setting(__sc::SettingSchema { … }),
/// }
/// ```
fn field(field: &Field) -> TokenStream {
    let Field { key, aliases, doc, .. } = field;
    let ident = field.ident.unraw().to_string();
    let env = env(&field.env);
    let deprecated = option(field.deprecated.as_deref());
    let kind = kind(&field.kind);
    quote_spanned! {Span::mixed_site()=>
        __sc::Field {
            ident: #ident,
            key: #key,
            aliases: &[#(#aliases),*],
            env: __sc::Env::#env,
            doc: #doc,
            deprecated: #deprecated,
            kind: __sc::Kind::#kind,
        }
    }
}

/// `Setting(__sc::SettingSchema { … })`, `Section(<Database as __sc::SuperConfig>::SCHEMA)` and so on.
fn kind(kind: &Kind) -> TokenStream {
    let section = |ty| place::config_item(ty, "SCHEMA");
    match kind {
        Kind::Setting(setting) => {
            let setting = self::setting(setting);
            quote_spanned!(Span::mixed_site()=> Setting(#setting))
        }
        Kind::Section(ty) => {
            let schema = section(ty);
            quote_spanned!(Span::mixed_site()=> Section(#schema))
        }
        Kind::Optional(ty) => {
            let schema = section(ty);
            quote_spanned!(Span::mixed_site()=> Optional(#schema))
        }
        Kind::Flatten(ty) => {
            let schema = section(ty);
            quote_spanned!(Span::mixed_site()=> Flatten(#schema))
        }
    }
}

/// ```text
/// __sc::SettingSchema {
///     leaf: __sc::Probe::<SocketAddr>::LEAF.leaf(),
///     required: false,
///     secret: false,
///     default: __sc::Some("\"127.0.0.1:8080\""),
///     profiles: &["prod"],
/// }
/// ```
fn setting(setting: &Setting) -> TokenStream {
    let leaf = leaf::emit(setting);
    let (required, secret) = (setting.required(), setting.secret);
    let default = option(setting.default.as_ref().map(|value| value.text.as_str()));
    let profiles = setting.profiles.iter().map(|profile| &profile.name);
    quote_spanned! {Span::mixed_site()=>
        __sc::SettingSchema {
            leaf: #leaf,
            required: #required,
            secret: #secret,
            default: #default,
            profiles: &[#(#profiles),*],
        }
    }
}

fn env(env: &Env) -> TokenStream {
    match env {
        Env::Key(segment) => quote_spanned!(Span::mixed_site()=> Key(#segment)),
        Env::Absolute(name) => quote_spanned!(Span::mixed_site()=> Absolute(#name)),
        Env::Off => quote_spanned!(Span::mixed_site()=> Off),
    }
}

fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(
        || quote_spanned!(Span::mixed_site()=> __sc::None),
        |text| quote_spanned!(Span::mixed_site()=> __sc::Some(#text)),
    )
}
