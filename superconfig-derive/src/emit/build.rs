//! The step from the draft, which has its defaults by then, to the struct.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::draft::index;
use super::{generics, place, rules, value, variant};
use crate::model::{Field, Form, Kind, Member, Model, Section};

/// ```text
/// fn build(__draft: Self::Draft, __build: &__sc::Build<'_>) -> __sc::Option<Self> {
///     let __1 = { __build.enter(Self::SCHEMA, 1); … };
///     let (__sc::Some(__0), __sc::Some(__1),) = (__draft.0.value, __1,) else {
///         return __sc::None;
///     };
///     __sc::Some(Self {
///         listen: __0,
///         database: __1,
///         tls: __draft.2.value,
///     })
/// }
/// ```
///
/// All sections are built before the first missing setting is noticed, so that each is looked at. What is needed is taken all at
/// once: after a `?` for each, rustc would write how to drop all that was taken before, and a struct of 40 sections would be most of
/// what a crate compiles.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let check = generics::any(model).then(|| quote_spanned!(Span::mixed_site()=> const { __sc::check(Self::SCHEMA) }));
    let place = place::of(&model.ident);
    if let Some(choice) = &model.choice {
        let body = variant::build(model, choice);
        let body = rules::finish_choice(model, body);
        return quote_spanned! {place=>
            fn build(__draft: Self::Draft, __build: &__sc::Build<'_>) -> __sc::Option<Self> {
                #check
                #body
            }
        };
    }
    let sections = model.fields().enumerate().filter_map(|(position, field)| {
        let (name, section) = (local(position), section(field.section()?, position, place));
        let section = if field.is_kept() { kept(field, position, &section) } else { section };
        let checks = rules::checks_of_section(field, position, &name);
        // What builds a collection has to be told which, where a validator would be content with a slice.
        let ty = (!field.checks.is_empty()).then(|| {
            let ty = &field.ty;
            quote_spanned!(place::of(ty)=> : __sc::Option<#ty>)
        });
        Some(quote_spanned!(Span::mixed_site()=> let #name #ty = #section; #checks))
    });
    let needed = needed(model, place);
    let mut position = 0..;
    let members = model.members.iter().map(|member| {
        let (name, value) = match member {
            Member::Skipped(skipped) => (skipped.ident.to_token_stream(), value::emit(&skipped.value)),
            Member::Field(field) => {
                let position = position.next().unwrap_or_default();
                (field.member.to_token_stream(), self::field(field, position, place))
            }
        };
        quote_spanned!(Span::mixed_site()=> #name: #value)
    });
    let finish = rules::finish(model, &quote_spanned!(Span::mixed_site()=> Self { #(#members),* }));
    let body = quote_spanned! {Span::mixed_site()=>
        #check
        #(#sections)*
        #needed
        #finish
    };
    quote_spanned! {place=>
        fn build(__draft: Self::Draft, __build: &__sc::Build<'_>) -> __sc::Option<Self> {
            #body
        }
    }
}

/// A section that a reload may take over from the config that is running. Settings are taken over in the draft, where rules look at
/// them; a section has no draft any more.
///
/// ```text
/// match __build.kept::<Database>(Self::SCHEMA, 1) {
///     __sc::None => { __build.enter(Self::SCHEMA, 1); … },
///     __kept => __kept,
/// }
/// ```
fn kept(field: &Field, position: usize, section: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let kept = quote_spanned!(place::of(ty)=> __build.kept::<#ty>(<Self as __sc::SuperConfig>::SCHEMA, #position));
    quote_spanned! {Span::mixed_site()=>
        match #kept {
            __sc::None => #section,
            __kept => __kept,
        }
    }
}

fn local(position: usize) -> Ident {
    Ident::new(&format!("__{position}"), Span::mixed_site())
}

/// `let (__sc::Some(__0), …) = (__draft.0.value, …) else { return __sc::None };`, unless nothing is needed.
fn needed(model: &Model, place: Span) -> Option<TokenStream> {
    let needed = model.fields().enumerate().filter_map(|(position, field)| {
        let name = local(position);
        let option = match &field.kind {
            Kind::Setting(setting) if setting.optional => return None,
            Kind::Setting(_) => value_in_draft(position, place),
            Kind::Section(_) => name.to_token_stream(),
        };
        Some((name, option))
    });
    let (names, options): (Vec<_>, Vec<_>) = needed.unzip();
    let taken = quote_spanned! {Span::mixed_site()=>
        let (#(__sc::Some(#names),)*) = (#(#options,)*) else {
            return __sc::None;
        };
    };
    (!names.is_empty()).then_some(taken)
}

/// `__draft.0.value`
fn value_in_draft(position: usize, place: Span) -> TokenStream {
    let index = index(position, place);
    quote_spanned!(place=> __draft.#index.value)
}

/// The value of a field that sources write into.
fn field(field: &Field, position: usize, place: Span) -> TokenStream {
    match &field.kind {
        Kind::Setting(setting) if setting.optional => value_in_draft(position, place),
        _ => local(position).to_token_stream(),
    }
}

/// An `Option` of what stands in the field:
///
/// ```text
/// {
///     __build.enter(Self::SCHEMA, 1);
///     let __section = <Database as __sc::SuperConfig>::build(__draft.1, __build);
///     __build.leave();
///     __section
/// }
/// match __draft.2 {
///     __sc::Some(__draft) => { … <Tls as __sc::SuperConfig>::build(*__draft, __build) … }.map(__sc::Some),
///     __sc::None => __sc::Some(__sc::None),
/// }
/// __build.list(Self::SCHEMA, 3, __draft.3, <Replica as __sc::SuperConfig>::build)
/// ```
///
/// Where a section does not derive `SuperConfig`, its draft has no type, which rustc reports at `place` as for the
/// other mentions of the whole draft.
fn section(section: &Section, position: usize, place: Span) -> TokenStream {
    let index = index(position, place);
    let draft = quote_spanned!(place=> __draft.#index);
    let build = place::config_item(&section.ty, "build");
    let one = |draft: TokenStream, boxed: bool| {
        let boxed = boxed.then(|| quote_spanned!(Span::mixed_site()=> .map(__sc::Box::new)));
        quote_spanned! {Span::mixed_site()=> {
            __build.enter(<Self as __sc::SuperConfig>::SCHEMA, #position);
            let __section = #build(#draft, __build) #boxed;
            __build.leave();
            __section
        }}
    };
    let (several, optional) = match section.form {
        Form::One { boxed } | Form::Flatten { boxed } => return one(draft, boxed),
        Form::Optional { boxed } => {
            let some = one(quote_spanned!(place=> *__draft), boxed);
            return quote_spanned! {place=>
                match #draft {
                    __sc::Some(__draft) => #some.map(__sc::Some),
                    __sc::None => __sc::Some(__sc::None),
                }
            };
        }
        Form::List { optional, .. } => (Ident::new("list", Span::mixed_site()), optional),
        Form::Map { optional } => (Ident::new("map", Span::mixed_site()), optional),
    };
    let all = quote_spanned! {Span::mixed_site()=>
        __build.#several(<Self as __sc::SuperConfig>::SCHEMA, #position, #draft, #build)
    };
    if optional {
        quote_spanned! {Span::mixed_site()=>
            if #draft.is_set() { #all.map(__sc::Some) } else { __sc::Some(__sc::None) }
        }
    } else {
        all
    }
}
