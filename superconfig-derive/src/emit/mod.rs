//! The model to tokens, one file per emitted item. Nothing here can fail and nothing here decides.
//!
//! Names of ours are spanned `mixed_site`, so that expressions of the user cannot see the local ones. Each mention
//! of a field's type carries the type's own place, so that rustc blames the user's line.

mod build;
mod draft;
mod fill;
mod generics;
mod leaf;
mod place;
mod registration;
mod rules;
mod schema;
mod stub;
mod value;
mod variant;
mod visit;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::model::Model;

pub(crate) use self::stub::stub;

/// Everything for one struct:
///
/// ```text
/// #[allow(deprecated, …)]
/// const _: () = {
///     use ::superconfig::__private as __sc;
///     use ::superconfig::__private::{AppendOnly as _, ByDisplay as _, Unshown as _, ViaSerde as _};
///     use ::superconfig::__private::Opaque as _; // with the feature `inspect`
///     pub struct __Draft(__sc::Setting<SocketAddr>, <Database as __sc::SuperConfig>::Draft);
///     impl __sc::Unset for __Draft { … }
///     impl __sc::Draft for __Draft { … }
///     impl __sc::SuperConfig for AppConfig { … }
///     const _: () = __sc::check(<AppConfig as __sc::SuperConfig>::SCHEMA);
///     __sc::submit! { __sc::Registered::of::<AppConfig>() }
/// };
/// ```
pub(crate) fn emit(model: &Model) -> TokenStream {
    block(model, &registration::emit(model))
}

fn block(model: &Model, registration: &TokenStream) -> TokenStream {
    let root = &model.root;
    let variants = model.choice.as_ref().map(variant::structs);
    let draft = draft::emit(model);
    let implementation = implementation(model);
    let check = check(model);
    let probes = cfg!(feature = "inspect").then(|| {
        let schemas = cfg!(feature = "schemars").then(|| quote_spanned!(Span::mixed_site()=> , Undescribed as _));
        quote_spanned!(Span::mixed_site()=> use #root::__private::{Opaque as _ #schemas};)
    });
    quote_spanned! {Span::mixed_site()=>
        #[allow(deprecated, unused_imports, unused_qualifications, clippy::all, clippy::pedantic)]
        const _: () = {
            use #root::__private as __sc;
            use #root::__private::{AppendOnly as _, ByDisplay as _, Unshown as _, ViaSerde as _};
            #probes
            #variants
            #draft
            #implementation
            #check
            #registration
        };
    }
}

/// ```text
/// impl __sc::SuperConfig for AppConfig {
///     type Draft = __Draft;
///     const __DESCRIPTION: __sc::Schema = __sc::Schema::of(…);
///     const SCHEMA: &'static __sc::Schema = { static SCHEMA: … };
///     fn fill(__index: __sc::usize, __slot: &mut dyn __sc::Any, __build: &__sc::Build<'_>) { … }
///     fn build(__draft: Self::Draft, __build: &__sc::Build<'_>) -> __sc::Option<Self> { … }
///     fn visit(&self, __eye: &mut dyn __sc::Eye) { … } // with the feature `inspect`
///     fn cell() -> &'static __sc::Cell<Self> { … }
///     fn local() -> __sc::Option<&'static __sc::LocalKey<__sc::Local<Self>>> { … }
/// }
/// ```
fn implementation(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let where_clause = generics::where_clause(model);
    let (impl_generics, ty_generics, _) = model.generics.split_for_impl();
    let schema = schema::emit(model);
    let reference = reference(model);
    let fill = fill::emit(model);
    let build = build::emit(model);
    let visit = cfg!(feature = "inspect").then(|| visit::emit(model));
    let cell = cell(model);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics __sc::SuperConfig for #ident #ty_generics #where_clause {
            type Draft = __Draft #ty_generics;
            const __DESCRIPTION: __sc::Schema = #schema;
            const SCHEMA: &'static __sc::Schema = #reference;
            #fill
            #build
            #visit
            #cell
        }
    }
}

/// ```text
/// {
///     static SCHEMA: __sc::Schema = <AppConfig as __sc::SuperConfig>::__DESCRIPTION;
///     &SCHEMA
/// }
/// ```
///
/// A constant is copied into each part of the user's crate that mentions it, with all that it refers to; a `static` is there once. A
/// generic type has none: `&<Self as __sc::SuperConfig>::__DESCRIPTION`.
fn reference(model: &Model) -> TokenStream {
    let ident = &model.ident;
    if generics::any(model) {
        return quote_spanned!(Span::mixed_site()=> &<Self as __sc::SuperConfig>::__DESCRIPTION);
    }
    quote_spanned! {Span::mixed_site()=> {
        static SCHEMA: __sc::Schema = <#ident as __sc::SuperConfig>::__DESCRIPTION;
        &SCHEMA
    }}
}

/// ```text
/// fn cell() -> &'static __sc::Cell<Self> {
///     static CELL: __sc::Cell<AppConfig> = __sc::Cell::new();
///     &CELL
/// }
/// ```
///
/// and what each thread holds; only of a config that says its name or where it is mounted, since it would cost every section some
/// milliseconds of the compiler:
///
/// ```text
/// #[inline]
/// fn local() -> __sc::Option<&'static __sc::LocalKey<__sc::Local<Self>>> {
///     __sc::thread_local!(static LOCAL: __sc::Local<AppConfig> = const { __sc::Local::new() });
///     __sc::Some(&LOCAL)
/// }
/// ```
///
/// A generic type has no static of its own and asks the library for one: `__sc::cell_of::<Self>()`.
fn cell(model: &Model) -> TokenStream {
    let ident = &model.ident;
    if generics::any(model) {
        return quote_spanned! {Span::mixed_site()=>
            fn cell() -> &'static __sc::Cell<Self> {
                __sc::cell_of::<Self>()
            }
        };
    }
    let local = (model.named || model.mount.is_some()).then(|| {
        quote_spanned! {Span::mixed_site()=>
            #[inline]
            fn local() -> __sc::Option<&'static __sc::LocalKey<__sc::Local<Self>>> {
                __sc::thread_local!(static LOCAL: __sc::Local<#ident> = const { __sc::Local::new() });
                __sc::Some(&LOCAL)
            }
        }
    });
    quote_spanned! {Span::mixed_site()=>
        fn cell() -> &'static __sc::Cell<Self> {
            static CELL: __sc::Cell<#ident> = __sc::Cell::new();
            &CELL
        }

        #local
    }
}

/// ```text
/// const _: () = __sc::check(<AppConfig as __sc::SuperConfig>::SCHEMA);
/// ```
///
/// For a generic type the check is part of `build`, where the parameters are known.
fn check(model: &Model) -> TokenStream {
    if generics::any(model) {
        return TokenStream::new();
    }
    let ident = &model.ident;
    let span = place::of(ident);
    quote_spanned!(span=> const _: () = __sc::check(<#ident as __sc::SuperConfig>::SCHEMA);)
}
