//! The step from the draft to the struct.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::draft::index;
use super::{generics, place, value};
use crate::model::{Code, Fallback, Field, Kind, Member, Model, Setting};

/// ```text
/// fn build(__draft: Self::Draft, __build: &__sc::Build<'_>) -> __sc::Option<Self> {
///     __sc::Some(Self {
///         listen: match __draft.0.value { __sc::None => …, __sc::Some(__value) => __value },
///         database: <Database as __sc::SuperConfig>::build(__draft.1, __build)?,
///     })
/// }
/// ```
pub(crate) fn emit(model: &Model) -> TokenStream {
    let check = generics::any(model).then(|| quote_spanned!(Span::mixed_site()=> const { __sc::check(Self::SCHEMA) }));
    let fallback = fallback(model);
    let place = place::of(&model.ident);
    let mut position = 0..;
    let members = model.members.iter().map(|member| {
        let (ident, value) = match member {
            Member::Skipped(skipped) => (&skipped.ident, value::emit(&skipped.value)),
            Member::Field(field) => {
                let position = position.next().unwrap_or_default();
                (&field.ident, self::field(field, position, place))
            }
        };
        quote_spanned!(Span::mixed_site()=> #ident: #value)
    });
    let body = quote_spanned! {Span::mixed_site()=>
        #check
        #fallback
        __sc::Some(Self { #(#members),* })
    };
    quote_spanned! {place=>
        fn build(__draft: Self::Draft, __build: &__sc::Build<'_>) -> __sc::Option<Self> {
            #body
        }
    }
}

/// `let __fallback: Self = __sc::Default::default();`, where some setting needs it.
fn fallback(model: &Model) -> Option<TokenStream> {
    let needed = model
        .fields()
        .filter_map(Field::setting)
        .any(|setting| matches!(&setting.default, Some(value) if matches!(value.code, Code::Fallback(_))));
    let fallback = model.fallback.as_ref().filter(|_| needed)?;
    let value = match fallback {
        Fallback::OfType(span) => {
            let span = Span::mixed_site().located_at(*span);
            quote_spanned!(span=> <Self as __sc::Default>::default())
        }
        Fallback::Call(path) => quote_spanned!(place::of(path)=> #path()),
    };
    Some(quote_spanned!(Span::mixed_site()=> let __fallback: Self = #value;))
}

/// The value of a field that sources write into:
///
/// ```text
/// <Database as __sc::SuperConfig>::build(__draft.1, __build)?
/// match __draft.2 {
///     __sc::Some(__draft) => __sc::Some(<Tls as __sc::SuperConfig>::build(*__draft, __build)?),
///     __sc::None => __sc::None,
/// }
/// ```
///
/// Where a section does not derive `SuperConfig`, its draft has no type, which rustc reports at `place` as for the
/// other mentions of the whole draft.
fn field(field: &Field, position: usize, place: Span) -> TokenStream {
    let index = index(position, place);
    let draft = quote_spanned!(place=> __draft.#index);
    match &field.kind {
        Kind::Setting(setting) => self::setting(setting, &draft),
        Kind::Section(ty) | Kind::Flatten(ty) => {
            let build = place::config_item(ty, "build");
            quote_spanned!(Span::mixed_site()=> #build(#draft, __build)?)
        }
        Kind::Optional(ty) => {
            let build = place::config_item(ty, "build");
            quote_spanned! {place=>
                match #draft {
                    __sc::Some(__draft) => __sc::Some(#build(*__draft, __build)?),
                    __sc::None => __sc::None,
                }
            }
        }
    }
}

/// `__draft.0.value?` for a required setting, `__draft.0.value` for an optional one; with a default:
///
/// ```text
/// match __draft.0.value {
///     __sc::None => …,
///     __sc::Some(__value) => __value,
/// }
/// ```
///
/// The arm with the user's expression comes first: rustc then compares it with the field's type and not with the
/// other arm.
fn setting(setting: &Setting, draft: &TokenStream) -> TokenStream {
    if setting.default.is_none() && setting.profiles.is_empty() {
        return if setting.optional {
            quote_spanned!(Span::mixed_site()=> #draft.value)
        } else {
            quote_spanned!(Span::mixed_site()=> #draft.value?)
        };
    }
    let found = if setting.optional {
        quote_spanned!(Span::mixed_site()=> __sc::Some(__value))
    } else {
        quote_spanned!(Span::mixed_site()=> __value)
    };
    let missing = missing(setting);
    quote_spanned! {Span::mixed_site()=>
        match #draft.value {
            __sc::None => #missing,
            __sc::Some(__value) => #found,
        }
    }
}

/// The default, or where profiles have their own:
///
/// ```text
/// match __build.profile(&["prod"]) {
///     1 => __sc::parsed::<SocketAddr>("0.0.0.0:443"),
///     _ => __sc::parsed::<SocketAddr>("127.0.0.1:8080"),
/// }
/// ```
fn missing(setting: &Setting) -> TokenStream {
    let default = match &setting.default {
        Some(default) => value::emit(default),
        None if setting.optional => quote_spanned!(Span::mixed_site()=> __sc::None),
        None => quote_spanned!(Span::mixed_site()=> return __sc::None),
    };
    if setting.profiles.is_empty() {
        return default;
    }
    let names = setting.profiles.iter().map(|profile| &profile.name);
    let arms = setting.profiles.iter().zip(1usize..).map(|(profile, number)| {
        let value = value::emit(&profile.value);
        quote_spanned!(Span::mixed_site()=> #number => #value)
    });
    quote_spanned! {Span::mixed_site()=>
        match __build.profile(&[#(#names),*]) {
            #(#arms,)*
            _ => #default,
        }
    }
}
