//! The implementation beside an error.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Generics};

/// An implementation that only keeps rustc from reporting that there is none:
///
/// ```text
/// const _: () = {
///     use ::superconfig::__private as __sc;
///     impl __sc::SuperConfig for AppConfig {
///         type Draft = __sc::NoDraft;
///         const SCHEMA: &'static __sc::Schema = __sc::Schema::EMPTY;
///         fn fill(_: __sc::usize, _: &mut dyn __sc::Any, _: &__sc::Build<'_>) {}
///         fn build(_: Self::Draft, _: &__sc::Build<'_>) -> __sc::Option<Self> { __sc::None }
///         fn visit(&self, _: &mut dyn __sc::Eye) {}
///         fn cell() -> &'static __sc::Cell<Self> { __sc::cell_of::<Self>() }
///     }
/// };
/// ```
pub(crate) fn stub(root: &TokenStream, ident: &Ident, generics: &Generics) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = header(generics);
    let visit = cfg!(feature = "inspect")
        .then(|| quote_spanned!(Span::mixed_site()=> fn visit(&self, _: &mut dyn __sc::Eye) {}));
    quote_spanned! {Span::mixed_site()=>
        const _: () = {
            use #root::__private as __sc;
            #[automatically_derived]
            impl #impl_generics __sc::SuperConfig for #ident #ty_generics #where_clause {
                type Draft = __sc::NoDraft;
                const SCHEMA: &'static __sc::Schema = __sc::Schema::EMPTY;
                fn fill(_: __sc::usize, _: &mut dyn __sc::Any, _: &__sc::Build<'_>) {}
                fn build(_: Self::Draft, _: &__sc::Build<'_>) -> __sc::Option<Self> {
                    __sc::None
                }
                #visit
                fn cell() -> &'static __sc::Cell<Self> {
                    __sc::cell_of::<Self>()
                }
            }
        };
    }
}

/// The generics of the stub. A config with a lifetime is an error of its own, so the stub is for `'static`.
fn header(generics: &Generics) -> (TokenStream, TokenStream, TokenStream) {
    let params = generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(param) => {
            let (ident, bounds) = (&param.ident, param.bounds.iter());
            Some(quote_spanned! {Span::mixed_site()=>
                #ident: #(#bounds +)* __sc::Send + __sc::Sync + 'static
            })
        }
        GenericParam::Const(param) => {
            let (ident, ty) = (&param.ident, &param.ty);
            Some(quote!(const #ident: #ty))
        }
    });
    let arguments = generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(_) => quote!('static),
        GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
        GenericParam::Const(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
    });
    let where_clause = &generics.where_clause;
    (quote!(<#(#params),*>), quote!(<#(#arguments),*>), quote!(#where_clause))
}
