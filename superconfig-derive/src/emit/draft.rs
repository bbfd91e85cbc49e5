//! The draft: a place for every setting, which sources write into.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Index;

use super::{generics, place};
use crate::model::{Form, Kind, Model};

/// ```text
/// pub struct __Draft(__sc::Setting<SocketAddr>, <Database as __sc::SuperConfig>::Draft);
/// impl __sc::Unset for __Draft {
///     const UNSET: Self = Self(__sc::Unset::UNSET, __sc::Unset::UNSET, __sc::PhantomData);
/// }
/// impl __sc::Draft for __Draft { … }
/// ```
///
/// The drafts of sections stand in private fields and nowhere else, as a section may be less visible than the config. What
/// rustc has to look into them for is located at the config's name, so that it says only once there if a section does not derive
/// `SuperConfig`. The last field, `__sc::PhantomData<fn() -> AppConfig<T>>`, uses the parameters of a generic config, and keeps the
/// question whether the draft has a size from the sections.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let (impl_generics, ty_generics, _) = model.generics.split_for_impl();
    let where_clause = generics::where_clause(model);
    let fields = fields(model);
    let place = place::of(&model.ident);
    let unset = model.fields().map(|_| quote_spanned!(place=> __sc::Unset::UNSET,));
    let unset = quote_spanned!(place=> const UNSET: Self = Self(#(#unset)* __sc::PhantomData););
    let slots = slots(model);
    quote_spanned! {Span::mixed_site()=>
        pub struct __Draft #impl_generics (#(#fields),*) #where_clause;
        #[automatically_derived]
        impl #impl_generics __sc::Unset for __Draft #ty_generics #where_clause {
            #unset
        }
        #[automatically_derived]
        impl #impl_generics __sc::Draft for __Draft #ty_generics #where_clause {
            #slots
        }
    }
}

/// What the draft holds: `__sc::Setting<SocketAddr>`, `<Database as __sc::SuperConfig>::Draft` for a section or a flattened
/// struct, in `__sc::Option<__sc::Box<…>>` for an optional section, in `__sc::ListDraft<…>` or `__sc::MapDraft<…>` for several.
fn fields(model: &Model) -> Vec<TokenStream> {
    let place = place::of(&model.ident);
    let fields = model.fields().map(|field| match &field.kind {
        Kind::Setting(setting) => {
            let ty = &setting.ty;
            quote_spanned!(place::of(ty)=> __sc::Setting<#ty>)
        }
        Kind::Section(section) => {
            let draft = place::config_item(&section.ty, "Draft");
            match section.form {
                Form::One { .. } | Form::Flatten { .. } => draft,
                Form::Optional { .. } => quote_spanned!(place=> __sc::Option<__sc::Box<#draft>>),
                Form::List { .. } => quote_spanned!(place=> __sc::ListDraft<#draft>),
                Form::Map { .. } => quote_spanned!(place=> __sc::MapDraft<#draft>),
            }
        }
    });
    let ident = &model.ident;
    let (_, ty_generics, _) = model.generics.split_for_impl();
    let marker = quote_spanned!(Span::mixed_site()=> __sc::PhantomData<fn() -> #ident #ty_generics>);
    fields.chain([marker]).collect()
}

/// ```text
/// fn slot(&mut self, __index: __sc::usize) -> __sc::Slot<'_> {
///     match __index {
///         0 => self.0.slot(),
///         1 => __sc::Slot::Section(&mut self.1),
///         _ => __sc::no_slot(__index),
///     }
/// }
/// ```
fn slots(model: &Model) -> TokenStream {
    let place = place::of(&model.ident);
    let arms = model.fields().enumerate().map(|(position, field)| {
        let index = index(position, place);
        let slot = match &field.kind {
            Kind::Setting(_) => quote_spanned!(place=> self.#index.slot()),
            Kind::Section(section) => {
                let form = match section.form {
                    Form::One { .. } | Form::Flatten { .. } => quote_spanned!(Span::mixed_site()=> Section),
                    Form::Optional { .. } => quote_spanned!(Span::mixed_site()=> Optional),
                    Form::List { .. } => quote_spanned!(Span::mixed_site()=> List),
                    Form::Map { .. } => quote_spanned!(Span::mixed_site()=> Map),
                };
                quote_spanned!(place=> __sc::Slot::#form(&mut self.#index))
            }
        };
        quote_spanned!(place=> #position => #slot)
    });
    quote_spanned! {place=>
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
