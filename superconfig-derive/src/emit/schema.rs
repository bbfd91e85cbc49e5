//! The schema: what the library knows about the struct, as data.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::{Member, Path, Type};

use super::{leaf, place, rules};
use crate::model::{Choice, Deprecated, Env, Field, Form, Kind, Merge, Model, Reader, Reload, Removed, Setting};

/// ```text
/// __sc::Schema::of("shop", "SHOP", "AppConfig", &[__sc::Field::of(…), __sc::Field::of(…)], <Self as __sc::SuperConfig>::fill)
///     .doc("Settings of the shop service.")
///     .profiles(&["dev", "prod"])
///     .with_facts()
/// ```
///
/// Here and below nothing is said of what is as usual: the code stays short, for rustc and for people.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let Model { name, env_prefix, doc, allow_unknown, mounts, .. } = model;
    let type_name = model.ident.unraw().to_string();
    let tagged = model.choice.as_ref().is_some_and(|choice| choice.tag.is_some());
    let fields = model.fields().map(|field| field_of(field, tagged));
    let groups = model
        .profile_groups
        .iter()
        .map(|(group, members)| quote_spanned!(Span::mixed_site()=> (#group, &[#(#members),*])));
    let removed = model.removed.iter().map(|removed| {
        let Removed { key, env, advice } = removed;
        quote_spanned!(Span::mixed_site()=> __sc::Removed { key: #key, env: #env, advice: #advice })
    });
    let said = [
        (model.profile_key.as_deref() != Some("profile"))
            .then(|| said("profile_key", option(model.profile_key.as_deref()))),
        (!doc.is_empty()).then(|| said("doc", doc)),
        list("profiles", model.profiles.iter()),
        list("profile_groups", groups),
        allow_unknown.then(|| said("allow_unknown", true)),
        mounts.then(|| said("mounts", true)),
        model.choice.as_ref().map(|choice| said("choice", self::choice(choice))),
        list("removing", removed),
        list("relations", model.validity.relations.iter().map(rules::relation)),
        guards(model),
    ];
    let said = said.iter().flatten();
    quote_spanned! {Span::mixed_site()=>
        __sc::Schema::of(#name, #env_prefix, #type_name, &[#(#fields),*], <Self as __sc::SuperConfig>::fill)
            #(#said)*
            .with_facts()
    }
}

/// `.doc("…")`.
fn said(what: &str, value: impl ToTokens) -> TokenStream {
    let what = Ident::new(what, Span::mixed_site());
    quote_spanned!(Span::mixed_site()=> .#what(#value))
}

/// `.profiles(&["dev", "prod"])`, or nothing if there are none.
fn list<T: ToTokens>(what: &str, values: impl Iterator<Item = T>) -> Option<TokenStream> {
    let values: Vec<T> = values.collect();
    (!values.is_empty()).then(|| said(what, quote_spanned!(Span::mixed_site()=> &[#(#values),*])))
}

/// `.facts(__sc::Facts::unknown().guarding(&[(2, __sc::Reload::Restart)]))`, or nothing: few structs have such fields.
fn guards(model: &Model) -> Option<TokenStream> {
    let guards = model.fields().enumerate().filter_map(|(index, field)| {
        let reload = match field.reload? {
            Reload::Restart => quote_spanned!(Span::mixed_site()=> Restart),
            Reload::Reject => quote_spanned!(Span::mixed_site()=> Reject),
        };
        Some(quote_spanned!(Span::mixed_site()=> (#index, __sc::Reload::#reload)))
    });
    let guards: Vec<_> = guards.collect();
    let facts = quote_spanned!(Span::mixed_site()=> __sc::Facts::unknown().guarding(&[#(#guards),*]));
    (!guards.is_empty()).then(|| said("facts", facts))
}

/// ```text
/// __sc::Field::of("listen", __sc::Env::Key("LISTEN"), __sc::Kind::Setting(__sc::SettingSchema::of(…)))
///     .key("bind-to")
///     .aliases(&["bind"])
///     .doc("Address the HTTP server binds.")
/// ```
fn field_of(field: &Field, variant: bool) -> TokenStream {
    let Field { key, aliases, env_aliases, doc, .. } = field;
    let ident = match &field.member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    };
    let env = env(&field.env);
    let kind = kind(&field.kind, variant);
    let deprecated = field.deprecated.as_ref().map(|Deprecated { since, advice }| {
        quote_spanned!(Span::mixed_site()=> __sc::Some(__sc::Deprecated { since: #since, advice: #advice }))
    });
    let optional = field.section().is_some_and(|section| {
        matches!(section.form, Form::List { optional: true, .. } | Form::Map { optional: true })
    });
    let said = [
        (*key != ident).then(|| said("key", key)),
        list("aliases", aliases.iter()),
        list("env_aliases", env_aliases.iter()),
        (!doc.is_empty()).then(|| said("doc", doc)),
        deprecated.map(|deprecated| said("deprecated", deprecated)),
        list("rules", field.rules.iter().map(|rule| rules::rule(rule, field))),
        optional.then(|| said("optional", true)),
    ];
    let said = said.iter().flatten();
    quote_spanned!(Span::mixed_site()=> __sc::Field::of(#ident, __sc::Env::#env, __sc::Kind::#kind) #(#said)*)
}

/// `Setting(__sc::SettingSchema::of(…))`, `Section(<Database as __sc::SuperConfig>::SCHEMA)` and so on.
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
/// __sc::SettingSchema::of(__sc::Probe::<SocketAddr>::LEAF.leaf(), &__sc::About { … }) // what `About` is only with `inspect`
///     .required(false)
///     .sources(__sc::Sources::ENV.union(__sc::Sources::SECRETS))
///     .default(__sc::Some("\"127.0.0.1:8080\""))
///     .profiles(&["prod"])
///     .list(__sc::Some(__sc::ListProbe::<Vec<String>>::OPS))
/// ```
fn setting(setting: &Setting) -> TokenStream {
    let (leaf, ty) = (leaf::emit(setting), &setting.ty);
    let about = cfg!(feature = "inspect").then(|| about(setting));
    let merge = match (&setting.merge_with, setting.merge) {
        (Some(path), _) => Some(merge_with(ty, path)),
        (None, Merge::OfType) => None,
        (None, rule) => Some(merge(rule)),
    };
    let default = setting.default.as_ref().map(|value| {
        let text = value.text.as_str();
        quote_spanned!(Span::mixed_site()=> __sc::Some(#text))
    });
    let said = [
        (!setting.required()).then(|| said("required", false)),
        setting.secret.then(|| said("secret", true)),
        setting
            .relative_path
            .then(|| said("relative_path", quote_spanned!(place::of(ty)=> __sc::relative_path::<#ty>()))),
        sources(setting).map(|sources| said("sources", sources)),
        default.map(|default| said("default", default)),
        list("profiles", setting.profiles.iter().map(|profile| &profile.name)),
        setting.list.then(|| said("list", quote_spanned!(place::of(ty)=> __sc::Some(__sc::ListProbe::<#ty>::OPS)))),
        merge.map(|merge| said("merge", merge)),
        setting.expand.map(|on| said("expand", quote_spanned!(Span::mixed_site()=> __sc::Some(#on)))),
    ];
    let said = said.iter().flatten();
    quote_spanned!(Span::mixed_site()=> __sc::SettingSchema::of(#leaf #about) #(#said)*)
}

/// ```text
/// , &__sc::About {
///     type_name: "Mode",
///     example: __sc::Some("fast"),
///     show: __sc::Serialized::<Mode>::SHOW,
///     schema: __sc::Described::<Mode>::SCHEMA, // with the feature `schemars`
/// }
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
        , &__sc::About {
            type_name: #type_name,
            example: #example,
            show: __sc::Serialized::<#ty>::SHOW,
            #schema
        }
    }
}

/// `__sc::Some(__sc::Choice { tag: __sc::Some("type"), default: __sc::Some(0) })`.
fn choice(choice: &Choice) -> TokenStream {
    let tag = option(choice.tag.as_deref());
    let default = choice.default.map_or_else(
        || quote_spanned!(Span::mixed_site()=> __sc::None),
        |index| quote_spanned!(Span::mixed_site()=> __sc::Some(#index)),
    );
    quote_spanned!(Span::mixed_site()=> __sc::Some(__sc::Choice { tag: #tag, default: #default }))
}

/// The union of those that are named, if any are.
fn sources(setting: &Setting) -> Option<TokenStream> {
    let mut kinds = setting.sources.iter().flatten().map(|kind| Ident::new(kind, Span::mixed_site()));
    let first = kinds.next()?;
    Some(quote_spanned!(Span::mixed_site()=> __sc::Sources::#first #(.union(__sc::Sources::#kinds))*))
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
