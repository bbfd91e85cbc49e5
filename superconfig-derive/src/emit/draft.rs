//! The draft: a place for every setting, which sources write into.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{GenericParam, Generics, Index, Type};

use super::{generics, place};
use crate::model::{Form, Kind, Model};

/// ```text
/// pub struct __Draft<__D1>(__sc::Setting<SocketAddr>, __D1);
/// impl<__D1> __sc::Default for __Draft<__D1> where __D1: __sc::Draft + __sc::Default {
///     fn default() -> Self { Self(__sc::Default::default(), __sc::Default::default()) }
/// }
/// impl<__D1> __sc::Draft for __Draft<__D1> where __D1: __sc::Draft + __sc::Default { … }
/// ```
///
/// The drafts of sections are parameters so that a section that does not derive `SuperConfig` is an error in the one
/// place that names it, [`ty`], and not in each of these items. The draft of a generic config has its parameters
/// too, and uses them all in a last field: `__sc::PhantomData<fn() -> AppConfig<T>>`.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let generics = with_sections(model);
    let (impl_generics, ty_generics, _) = generics.split_for_impl();
    let where_clause = generics::where_clause(model);
    let where_drafts = where_drafts(model, &where_clause);
    let fields = fields(model);
    let defaults = fields.iter().map(|_| quote_spanned!(Span::mixed_site()=> __sc::Default::default()));
    let slots = slots(model);
    quote_spanned! {Span::mixed_site()=>
        pub struct __Draft #impl_generics (#(#fields),*) #where_clause;
        #[automatically_derived]
        impl #impl_generics __sc::Default for __Draft #ty_generics #where_drafts {
            fn default() -> Self {
                Self(#(#defaults),*)
            }
        }
        #[automatically_derived]
        impl #impl_generics __sc::Draft for __Draft #ty_generics #where_drafts {
            #slots
        }
    }
}

/// The draft's type as the config names it: `__Draft<<Database as __sc::SuperConfig>::Draft>`.
pub(crate) fn ty(model: &Model) -> TokenStream {
    let span = place::of(&model.ident);
    let own = model.generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
    });
    let sections = sections(model).map(|(_, ty)| place::config_item(ty, "Draft"));
    let arguments = own.chain(sections);
    quote_spanned!(span=> __Draft<#(#arguments),*>)
}

/// The sections with the names of their drafts.
fn sections(model: &Model) -> impl Iterator<Item = (Ident, &Type)> {
    model.fields().enumerate().filter_map(|(position, field)| Some((parameter(position), &field.section()?.ty)))
}

fn parameter(position: usize) -> Ident {
    Ident::new(&format!("__D{position}"), Span::mixed_site())
}

/// The config's own parameters and one for each section's draft.
fn with_sections(model: &Model) -> Generics {
    let mut generics = model.generics.clone();
    for (parameter, _) in sections(model) {
        generics.params.push(GenericParam::Type(parameter.into()));
    }
    generics
}

fn where_drafts(model: &Model, where_clause: &TokenStream) -> TokenStream {
    let drafts = sections(model).map(|(parameter, _)| parameter);
    quote_spanned! {Span::mixed_site()=>
        #where_clause #(#drafts: __sc::Draft + __sc::Default,)*
    }
}

/// What the draft holds: `__sc::Setting<SocketAddr>`, `__D1` for a section or a flattened struct,
/// `__sc::Option<__sc::Box<__D2>>` for an optional section, `__sc::ListDraft<__D3>` and `__sc::MapDraft<__D4>` for several.
fn fields(model: &Model) -> Vec<TokenStream> {
    let fields = model.fields().enumerate().map(|(position, field)| {
        let parameter = parameter(position);
        match &field.kind {
            Kind::Setting(setting) => {
                let ty = &setting.ty;
                quote_spanned!(place::of(ty)=> __sc::Setting<#ty>)
            }
            Kind::Section(section) => match section.form {
                Form::One { .. } | Form::Flatten { .. } => parameter.into_token_stream(),
                Form::Optional { .. } => {
                    quote_spanned!(Span::mixed_site()=> __sc::Option<__sc::Box<#parameter>>)
                }
                Form::List { .. } => quote_spanned!(Span::mixed_site()=> __sc::ListDraft<#parameter>),
                Form::Map { .. } => quote_spanned!(Span::mixed_site()=> __sc::MapDraft<#parameter>),
            },
        }
    });
    let ident = &model.ident;
    let (_, ty_generics, _) = model.generics.split_for_impl();
    let marker = generics::any(model)
        .then(|| quote_spanned!(Span::mixed_site()=> __sc::PhantomData<fn() -> #ident #ty_generics>));
    fields.chain(marker).collect()
}

/// ```text
/// fn slot(&mut self, __index: __sc::usize) -> __sc::Slot<'_> {
///     match __index {
///         0 => __sc::Slot::Setting { value: &mut self.0.value, mark: &mut self.0.mark },
///         1 => __sc::Slot::Section(&mut self.1),
///         _ => __sc::no_slot(__index),
///     }
/// }
/// ```
fn slots(model: &Model) -> TokenStream {
    let arms = model.fields().enumerate().map(|(position, field)| {
        let index = index(position, Span::mixed_site());
        let slot = match &field.kind {
            Kind::Setting(_) => quote_spanned! {Span::mixed_site()=>
                Setting { value: &mut self.#index.value, mark: &mut self.#index.mark }
            },
            Kind::Section(section) => {
                let form = match section.form {
                    Form::One { .. } | Form::Flatten { .. } => quote_spanned!(Span::mixed_site()=> Section),
                    Form::Optional { .. } => quote_spanned!(Span::mixed_site()=> Optional),
                    Form::List { .. } => quote_spanned!(Span::mixed_site()=> List),
                    Form::Map { .. } => quote_spanned!(Span::mixed_site()=> Map),
                };
                quote_spanned!(Span::mixed_site()=> #form(&mut self.#index))
            }
        };
        quote_spanned!(Span::mixed_site()=> #position => __sc::Slot::#slot)
    });
    quote_spanned! {Span::mixed_site()=>
        fn slot(&mut self, __index: __sc::usize) -> __sc::Slot<'_> {
            match __index {
                #(#arms,)*
                _ => __sc::no_slot(__index),
            }
        }
    }
}

/// The position of a field in the draft, as in `draft.0`.
pub(crate) fn index(position: usize, span: Span) -> Index {
    Index { index: u32::try_from(position).unwrap_or(u32::MAX), span }
}
