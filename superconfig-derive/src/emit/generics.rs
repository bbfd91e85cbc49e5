//! Bounds of a generic config.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Type, TypeParam, TypeParamBound, WherePredicate};

use crate::model::{Model, Reader};

/// Whether the type has parameters at all.
pub(crate) fn any(model: &Model) -> bool {
    !model.generics.params.is_empty()
}

/// The struct's own where clause, and what its parameters must be for the fields to be readable:
///
/// ```text
/// where
///     T: __sc::Send + __sc::Sync + 'static + __sc::DeserializeOwned,  // a setting is a `Vec<T>`
///     S: __sc::Send + __sc::Sync + 'static + __sc::SuperConfig,       // a section is an `S`
///     Pool<S>: __sc::SuperConfig,                                     // a section is a `Pool<S>`
/// ```
pub(crate) fn where_clause(model: &Model) -> TokenStream {
    let own = model.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let params = model.generics.type_params().map(|param| bounds(param, model));
    let sections = model.fields().filter_map(|field| field.section().map(|section| &section.ty));
    let some = |matches: fn(&Type, &Ident) -> bool, ty: &Type| {
        let mut params = model.generics.type_params();
        params.any(|param| matches(ty, &param.ident))
    };
    let sections = sections.filter(|ty| some(mentions, ty) && !some(is, ty));
    quote_spanned! {Span::mixed_site()=>
        where #(#own,)* #(#params,)* #(#sections: __sc::SuperConfig,)*
    }
}

fn bounds(param: &TypeParam, model: &Model) -> TokenStream {
    let ident = &param.ident;
    let read = model
        .fields()
        .filter_map(|field| field.setting())
        .any(|setting| matches!(setting.reader, Reader::OfType) && mentions(&setting.ty, ident));
    let nested = model.fields().filter_map(|field| field.section()).any(|section| is(&section.ty, ident));
    let mut bounds = quote_spanned! {Span::mixed_site()=>
        __sc::Send + __sc::Sync + 'static
    };
    if nested {
        bounds.extend(quote_spanned!(Span::mixed_site()=> + __sc::SuperConfig));
    }
    if read && !names_trait(param, model) {
        bounds.extend(quote_spanned!(Span::mixed_site()=> + __sc::DeserializeOwned));
    }
    quote!(#ident: #bounds)
}

/// Whether the struct itself bounds the parameter by `SuperConfig`.
fn names_trait(param: &TypeParam, model: &Model) -> bool {
    let clause = model.generics.where_clause.iter();
    let in_clause = clause.flat_map(|clause| &clause.predicates).filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) if is(&predicate.bounded_ty, &param.ident) => Some(&predicate.bounds),
        _ => None,
    });
    in_clause.chain([&param.bounds]).flatten().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last();
            last.is_some_and(|segment| segment.ident == "SuperConfig")
        }
        _ => false,
    })
}

fn is(ty: &Type, ident: &Ident) -> bool {
    match ty {
        Type::Group(group) => is(&group.elem, ident),
        Type::Path(path) => path.qself.is_none() && path.path.is_ident(ident),
        _ => false,
    }
}

/// Whether the name occurs anywhere in the type.
fn mentions(ty: &Type, ident: &Ident) -> bool {
    fn within(tokens: TokenStream, ident: &Ident) -> bool {
        tokens.into_iter().any(|tree| match tree {
            TokenTree::Ident(name) => name == *ident,
            TokenTree::Group(group) => within(group.stream(), ident),
            _ => false,
        })
    }
    within(ty.to_token_stream(), ident)
}
