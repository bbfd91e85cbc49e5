//! The variants of an enum.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::draft::index;
use super::{block, place};
use crate::model::{Choice, Content, Member, Model};

/// A config struct for each variant that has fields of its own:
///
/// ```text
/// struct __S3 { bucket: String, region: Option<String> }
/// const _: () = { … impl __sc::SuperConfig for __S3 { … } … };
/// ```
pub(crate) fn structs(choice: &Choice) -> TokenStream {
    choice
        .variants
        .iter()
        .filter_map(|variant| match &variant.content {
            Content::Fields(model) => Some(model),
            Content::Unit | Content::Wrapper { .. } => None,
        })
        .map(|model| {
            let ident = &model.ident;
            let fields = model.members.iter().map(|member| {
                let (name, ty) = match member {
                    Member::Skipped(skipped) => (syn::Member::Named(skipped.ident.clone()), &skipped.ty),
                    Member::Field(field) => (field.member.clone(), &field.ty),
                };
                quote_spanned!(Span::mixed_site()=> #name: #ty)
            });
            let implementation = block(model, &TokenStream::new());
            quote_spanned! {Span::mixed_site()=>
                struct #ident { #(#fields),* }
                #implementation
            }
        })
        .collect()
}

/// ```text
/// if let __sc::Some(__draft) = __draft.0 {
///     __build.enter(<Self as __sc::SuperConfig>::SCHEMA, 0);
///     let __section = <__S3 as __sc::SuperConfig>::build(*__draft, __build);
///     __build.leave();
///     return match __section {
///         __sc::Some(__S3 { bucket, region }) => __sc::Some(Self::S3 { bucket, region }),
///         __sc::None => __sc::None,
///     };
/// }
/// __sc::None
/// ```
pub(crate) fn build(model: &Model, choice: &Choice) -> TokenStream {
    let place = place::of(&model.ident);
    let sections = model.fields().filter_map(|field| field.section());
    let attempts = choice.variants.iter().zip(sections).enumerate().map(|(position, (variant, section))| {
        let (number, name) = (index(position, place), &variant.ident);
        let build = place::config_item(&section.ty, "build");
        let draft = quote_spanned!(place=> __draft.#number);
        let content = quote_spanned!(place=> *__draft);
        let (pattern, value) = match &variant.content {
            Content::Unit => (quote_spanned!(Span::mixed_site()=> _), quote_spanned!(Span::mixed_site()=> Self::#name)),
            Content::Wrapper { boxed: false } => (
                quote_spanned!(Span::mixed_site()=> __value),
                quote_spanned!(Span::mixed_site()=> Self::#name(__value)),
            ),
            Content::Wrapper { boxed: true } => (
                quote_spanned!(Span::mixed_site()=> __value),
                quote_spanned!(Span::mixed_site()=> Self::#name(__sc::Box::new(__value))),
            ),
            Content::Fields(model) => {
                let ident = &model.ident;
                let names: Vec<_> = (model.members.iter())
                    .map(|member| match member {
                        Member::Skipped(skipped) => syn::Member::Named(skipped.ident.clone()),
                        Member::Field(field) => field.member.clone(),
                    })
                    .collect();
                (
                    quote_spanned!(Span::mixed_site()=> #ident { #(#names),* }),
                    quote_spanned!(Span::mixed_site()=> Self::#name { #(#names),* }),
                )
            }
        };
        quote_spanned! {Span::mixed_site()=>
            if let __sc::Some(__draft) = #draft {
                __build.enter(<Self as __sc::SuperConfig>::SCHEMA, #position);
                let __section = #build(#content, __build);
                __build.leave();
                return match __section {
                    __sc::Some(#pattern) => __sc::Some(#value),
                    __sc::None => __sc::None,
                };
            }
        }
    });
    quote_spanned! {Span::mixed_site()=>
        #(#attempts)*
        __sc::None
    }
}
