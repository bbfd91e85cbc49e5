//! The defaults: what a setting is if no source says anything.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::{place, value};
use crate::model::{Code, Fallback, Model, Setting};

/// ```text
/// fn fill(__index: __sc::usize, __slot: &mut dyn __sc::Any, __build: &__sc::Build<'_>) {
///     match __index {
///         0 => {
///             let __value: SocketAddr = __sc::parsed::<SocketAddr>("127.0.0.1:8080");
///             __sc::put(__slot, __value)
///         }
///         _ => {}
///     }
/// }
/// ```
pub(crate) fn emit(model: &Model) -> TokenStream {
    let settings = model.fields().enumerate().filter_map(|(index, field)| Some((index, field.setting()?)));
    let arms = settings.filter(|(_, setting)| setting.default.is_some() || !setting.profiles.is_empty()).map(
        |(index, setting)| {
            let body = body(setting, model);
            quote_spanned!(Span::mixed_site()=> #index => #body)
        },
    );
    let arms: Vec<_> = arms.collect();
    let place = place::of(&model.ident);
    let body = if arms.is_empty() {
        TokenStream::new()
    } else {
        quote_spanned!(Span::mixed_site()=> match __index { #(#arms)* _ => {} })
    };
    quote_spanned! {place=>
        #[allow(unused_variables)]
        fn fill(__index: __sc::usize, __slot: &mut dyn __sc::Any, __build: &__sc::Build<'_>) {
            #body
        }
    }
}

/// The user's expression is compared with the setting's own type, so that rustc blames it and nothing of ours.
fn body(setting: &Setting, model: &Model) -> TokenStream {
    let ty = &setting.ty;
    let value = with_profiles(setting, model);
    if setting.optional {
        let ty = quote_spanned!(place::of(ty)=> __sc::Option<#ty>);
        quote_spanned! {Span::mixed_site()=> {
            let __value: #ty = #value;
            __sc::put_option(__slot, __value)
        }}
    } else {
        quote_spanned! {Span::mixed_site()=> {
            let __value: #ty = #value;
            __sc::put(__slot, __value)
        }}
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
fn with_profiles(setting: &Setting, model: &Model) -> TokenStream {
    let default = match &setting.default {
        Some(default) if matches!(default.code, Code::Fallback(_)) => {
            let (fallback, value) = (fallback(model), value::emit(default));
            quote_spanned!(Span::mixed_site()=> { #fallback #value })
        }
        Some(default) => value::emit(default),
        None => quote_spanned!(Span::mixed_site()=> return),
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

/// `let __fallback: Self = __sc::Default::default();`
fn fallback(model: &Model) -> Option<TokenStream> {
    let value = match model.fallback.as_ref()? {
        Fallback::OfType(span) => {
            let span = Span::mixed_site().located_at(*span);
            quote_spanned!(span=> <Self as __sc::Default>::default())
        }
        Fallback::Call(path) => quote_spanned!(place::of(path)=> #path()),
    };
    Some(quote_spanned!(Span::mixed_site()=> let __fallback: Self = #value;))
}
