//! The schema: what the library knows about the struct, as data.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::ext::IdentExt;
use syn::{Member, Path, Type};

use super::{leaf, place, rules};
use crate::model::{Choice, Deprecated, Env, Field, Form, Kind, Merge, Model, Reader, Reload, Removed, Setting};

/// ```text
/// __sc::Schema {
///     name: "shop",
///     env_prefix: "SHOP",
///     type_name: "AppConfig",
///     doc: "Settings of the shop service.",
///     profiles: &["dev", "prod"],
///     profile_groups: &[("prod", &["base", "metrics"])],
///     profile_key: __sc::Some("profile"),
///     allow_unknown: false,
///     mounts: false,
///     fields: &[__sc::Field { … }, __sc::Field { … }],
///     choice: __sc::None,
///     removed: &[__sc::Removed { key: "bind", env: "BIND", advice: "use `listen` instead" }],
///     relations: &[],
///     facts: __sc::Facts::unknown().guarding(&[(2, __sc::Reload::Restart)]),
///     fill: <Self as __sc::SuperConfig>::fill,
/// }.with_facts()
/// ```
pub(crate) fn emit(model: &Model) -> TokenStream {
    let Model { name, env_prefix, doc, profiles, allow_unknown, mounts, .. } = model;
    let type_name = model.ident.unraw().to_string();
    let groups = model
        .profile_groups
        .iter()
        .map(|(group, members)| quote_spanned!(Span::mixed_site()=> (#group, &[#(#members),*])));
    let profile_key = option(model.profile_key.as_deref());
    let tagged = model.choice.as_ref().is_some_and(|choice| choice.tag.is_some());
    let relations = model.validity.relations.iter().map(rules::relation);
    let fields = model.fields().map(|field| self::field(field, tagged));
    let guards = guards(model);
    let choice = choice(model.choice.as_ref());
    let removed = model.removed.iter().map(|removed| {
        let Removed { key, env, advice } = removed;
        quote_spanned!(Span::mixed_site()=> __sc::Removed { key: #key, env: #env, advice: #advice })
    });
    quote_spanned! {Span::mixed_site()=>
        __sc::Schema {
            name: #name,
            env_prefix: #env_prefix,
            type_name: #type_name,
            doc: #doc,
            profiles: &[#(#profiles),*],
            profile_groups: &[#(#groups),*],
            profile_key: #profile_key,
            allow_unknown: #allow_unknown,
            mounts: #mounts,
            fields: &[#(#fields),*],
            choice: #choice,
            removed: &[#(#removed),*],
            relations: &[#(#relations),*],
            facts: __sc::Facts::unknown() #guards,
            fill: <Self as __sc::SuperConfig>::fill,
        }.with_facts()
    }
}

/// `.guarding(&[(2, __sc::Reload::Restart)])`, or nothing: few structs have such fields.
fn guards(model: &Model) -> TokenStream {
    let guards = model.fields().enumerate().filter_map(|(index, field)| {
        let reload = match field.reload? {
            Reload::Restart => quote_spanned!(Span::mixed_site()=> Restart),
            Reload::Reject => quote_spanned!(Span::mixed_site()=> Reject),
        };
        Some(quote_spanned!(Span::mixed_site()=> (#index, __sc::Reload::#reload)))
    });
    let guards: Vec<_> = guards.collect();
    if guards.is_empty() { TokenStream::new() } else { quote_spanned!(Span::mixed_site()=> .guarding(&[#(#guards),*])) }
}

/// ```text
/// __sc::Field {
///     ident: "listen",
///     key: "listen",
///     aliases: &["bind"],
///     env: __sc::Env::Key("LISTEN"),
///     env_aliases: &["BIND"],
///     doc: "Address the HTTP server binds.",
///     deprecated: __sc::None,
///     rules: &[],
///     optional: false,
///     kind: __sc::Kind::Setting(__sc::SettingSchema { … }),
/// }
/// ```
fn field(field: &Field, variant: bool) -> TokenStream {
    let Field { key, aliases, env_aliases, doc, .. } = field;
    let ident = match &field.member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    };
    let env = env(&field.env);
    let deprecated = field.deprecated.as_ref().map_or_else(
        || quote_spanned!(Span::mixed_site()=> __sc::None),
        |Deprecated { since, advice }| {
            quote_spanned!(Span::mixed_site()=> __sc::Some(__sc::Deprecated { since: #since, advice: #advice }))
        },
    );
    let rules = field.rules.iter().map(|rule| rules::rule(rule, field));
    let optional = field.section().is_some_and(|section| {
        matches!(section.form, Form::List { optional: true, .. } | Form::Map { optional: true })
    });
    let kind = kind(&field.kind, variant);
    quote_spanned! {Span::mixed_site()=>
        __sc::Field {
            ident: #ident,
            key: #key,
            aliases: &[#(#aliases),*],
            env: __sc::Env::#env,
            env_aliases: &[#(#env_aliases),*],
            doc: #doc,
            deprecated: #deprecated,
            rules: &[#(#rules),*],
            optional: #optional,
            kind: __sc::Kind::#kind,
        }
    }
}

/// `Setting(__sc::SettingSchema { … })`, `Section(<Database as __sc::SuperConfig>::SCHEMA)` and so on.
fn kind(kind: &Kind, variant: bool) -> TokenStream {
    let section = match kind {
        Kind::Setting(setting) => {
            let setting = self::setting(setting);
            return quote_spanned!(Span::mixed_site()=> Setting(#setting));
        }
        Kind::Section(section) => section,
    };
    let schema = place::config_item(&section.ty, "SCHEMA");
    match section.form {
        Form::One { .. } => quote_spanned!(Span::mixed_site()=> Section(#schema)),
        Form::Optional { .. } if variant => quote_spanned!(Span::mixed_site()=> Variant(#schema)),
        Form::Optional { .. } => quote_spanned!(Span::mixed_site()=> Optional(#schema)),
        Form::Flatten { .. } => quote_spanned!(Span::mixed_site()=> Flatten(#schema)),
        Form::List { merge, .. } => {
            let merge = self::merge(merge);
            quote_spanned!(Span::mixed_site()=> List(#schema, #merge))
        }
        Form::Map { .. } => quote_spanned!(Span::mixed_site()=> Map(#schema)),
    }
}

fn merge(merge: Merge) -> TokenStream {
    let rule = match merge {
        Merge::OfType => quote_spanned!(Span::mixed_site()=> OfType),
        Merge::Replace => quote_spanned!(Span::mixed_site()=> Replace),
        Merge::Append => quote_spanned!(Span::mixed_site()=> Append),
        Merge::Prepend => quote_spanned!(Span::mixed_site()=> Prepend),
        Merge::Unique => quote_spanned!(Span::mixed_site()=> Unique),
    };
    quote_spanned!(Span::mixed_site()=> __sc::Merge::#rule)
}

/// ```text
/// __sc::Merge::With(&__sc::MergeWith {
///     fresh: || __sc::Box::new(__sc::None::<u32>),
///     join: |__old, __new| __sc::join::<u32>(__old, __new, path),
/// })
/// ```
fn merge_with(ty: &Type, path: &Path) -> TokenStream {
    let join = quote_spanned!(place::of(path)=> __sc::join::<#ty>(__old, __new, #path));
    quote_spanned! {Span::mixed_site()=>
        __sc::Merge::With(&__sc::MergeWith {
            fresh: || __sc::Box::new(__sc::None::<#ty>),
            join: |__old, __new| #join,
        })
    }
}

/// ```text
/// __sc::SettingSchema {
///     leaf: __sc::Probe::<SocketAddr>::LEAF.leaf(),
///     required: false,
///     secret: false,
///     relative_path: false,
///     sources: __sc::Sources::ENV.union(__sc::Sources::SECRETS),
///     default: __sc::Some("\"127.0.0.1:8080\""),
///     profiles: &["prod"],
///     list: __sc::Some(__sc::ListProbe::<Vec<String>>::OPS),
///     merge: __sc::Merge::OfType,
///     expand: __sc::None,
///     about: &__sc::About { … }, // with the feature `inspect`
/// }
/// ```
fn setting(setting: &Setting) -> TokenStream {
    let leaf = leaf::emit(setting);
    let (required, secret) = (setting.required(), setting.secret);
    let ty = &setting.ty;
    let relative_path = if setting.relative_path {
        quote_spanned!(place::of(ty)=> __sc::relative_path::<#ty>())
    } else {
        quote_spanned!(Span::mixed_site()=> false)
    };
    let default = option(setting.default.as_ref().map(|value| value.text.as_str()));
    let sources = sources(setting);
    let profiles = setting.profiles.iter().map(|profile| &profile.name);
    let ty = &setting.ty;
    let list = if setting.list {
        quote_spanned!(place::of(ty)=> __sc::Some(__sc::ListProbe::<#ty>::OPS))
    } else {
        quote_spanned!(Span::mixed_site()=> __sc::None)
    };
    let expand = setting.expand.map_or_else(
        || quote_spanned!(Span::mixed_site()=> __sc::None),
        |on| quote_spanned!(Span::mixed_site()=> __sc::Some(#on)),
    );
    let about = cfg!(feature = "inspect").then(|| about(setting));
    let merge = setting.merge_with.as_ref().map_or_else(|| merge(setting.merge), |path| merge_with(ty, path));
    quote_spanned! {Span::mixed_site()=>
        __sc::SettingSchema {
            leaf: #leaf,
            required: #required,
            secret: #secret,
            relative_path: #relative_path,
            sources: #sources,
            default: #default,
            profiles: &[#(#profiles),*],
            list: #list,
            merge: #merge,
            expand: #expand,
            #about
        }
    }
}

/// ```text
/// about: &__sc::About {
///     type_name: "Mode",
///     example: __sc::Some("fast"),
///     show: __sc::Serialized::<Mode>::SHOW,
///     schema: __sc::Described::<Mode>::SCHEMA, // with the feature `schemars`
/// },
/// ```
fn about(setting: &Setting) -> TokenStream {
    let ty = &setting.ty;
    let type_name = ty.to_token_stream().to_string().replace(' ', "");
    let schema = cfg!(feature = "schemars").then(|| {
        if matches!(setting.reader, Reader::OfType) {
            quote_spanned!(place::of(ty)=> schema: __sc::Described::<#ty>::SCHEMA,)
        } else {
            // What a reader of its own takes, the type does not know.
            quote_spanned!(place::of(ty)=> schema: __sc::None,)
        }
    });
    let example = option(setting.example.as_ref().map(|example| example.text.as_str()));
    quote_spanned! {place::of(ty)=>
        about: &__sc::About {
            type_name: #type_name,
            example: #example,
            show: __sc::Serialized::<#ty>::SHOW,
            #schema
        },
    }
}

/// `__sc::Some(__sc::Choice { tag: __sc::Some("type"), default: __sc::Some(0) })`.
fn choice(choice: Option<&Choice>) -> TokenStream {
    let Some(choice) = choice else { return quote_spanned!(Span::mixed_site()=> __sc::None) };
    let tag = option(choice.tag.as_deref());
    let default = choice.default.map_or_else(
        || quote_spanned!(Span::mixed_site()=> __sc::None),
        |index| quote_spanned!(Span::mixed_site()=> __sc::Some(#index)),
    );
    quote_spanned!(Span::mixed_site()=> __sc::Some(__sc::Choice { tag: #tag, default: #default }))
}

/// `__sc::Sources::all()`, or the union of those that are named.
fn sources(setting: &Setting) -> TokenStream {
    let mut kinds = setting.sources.iter().flatten().map(|kind| Ident::new(kind, Span::mixed_site()));
    let Some(first) = kinds.next() else {
        return quote_spanned!(Span::mixed_site()=> __sc::Sources::all());
    };
    quote_spanned!(Span::mixed_site()=> __sc::Sources::#first #(.union(__sc::Sources::#kinds))*)
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
