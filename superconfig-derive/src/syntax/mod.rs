//! Attributes to raw data: what was written, with the span of every keyword, and nothing decided yet.

mod container;
mod doc;
mod field;
pub(crate) mod keyword;
mod list;
mod rule;
mod serde;
mod value;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields, Generics, Member, Type};

use crate::errors::Errors;

pub(crate) use self::container::{ContainerArg, ProfileDeclaration, ProfileKeyArg, RemovedArg};
pub(crate) use self::field::{DefaultArg, DeprecatedArg, EnvArg, FieldArg, MergeArg, ProfileArg};

/// The struct as written.
pub(crate) struct Raw {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) doc: String,
    pub(crate) args: Vec<Entry<ContainerArg>>,
    pub(crate) shape: Shape,
}

/// What the derive was put on.
pub(crate) enum Shape {
    Named(Vec<RawField>),
    /// One field without a name.
    Wrapper(Box<RawField>),
    Tuple,
    Unit,
    Enum(Vec<RawVariant>),
    Union(Span),
}

/// A variant of an enum as written.
pub(crate) struct RawVariant {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) args: Vec<Entry<FieldArg>>,
    pub(crate) fields: VariantFields,
}

/// What a variant holds.
pub(crate) enum VariantFields {
    Unit,
    Wrapper(Box<Type>),
    Named(Vec<RawField>),
    Tuple,
}

/// A field as written.
pub(crate) struct RawField {
    /// Its name; a wrapper's field has one made up.
    pub(crate) ident: Ident,
    pub(crate) member: Member,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) args: Vec<Entry<FieldArg>>,
}

/// One `keyword`, `keyword = …` or `keyword(…)` inside an attribute.
pub(crate) struct Entry<A> {
    pub(crate) word: &'static str,
    pub(crate) span: Span,
    pub(crate) origin: Origin,
    pub(crate) arg: A,
}

/// The attribute in which a keyword stood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Config,
    Serde,
}

/// Reads everything; what cannot be read is an error and left out.
pub(crate) fn read(input: &DeriveInput) -> (Raw, Errors) {
    let mut errors = Errors::new();
    let raw = Raw {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        doc: doc::read(&input.attrs),
        args: container::read(&input.attrs, &mut errors),
        shape: shape(&input.data, &mut errors),
    };
    (raw, errors)
}

fn shape(data: &Data, errors: &mut Errors) -> Shape {
    let fields = match data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => return Shape::Enum(data.variants.iter().map(|it| variant(it, errors)).collect()),
        Data::Union(data) => return Shape::Union(data.union_token.span),
    };
    match fields {
        Fields::Named(fields) => {
            Shape::Named(fields.named.iter().filter_map(|field| raw_field(field, errors)).collect())
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = &fields.unnamed[0];
            Shape::Wrapper(Box::new(RawField {
                ident: Ident::new("inner", field.ty.span()),
                member: Member::Unnamed(0.into()),
                ty: field.ty.clone(),
                doc: doc::read(&field.attrs),
                args: field::read(&field.attrs, errors),
            }))
        }
        Fields::Unnamed(_) => Shape::Tuple,
        Fields::Unit => Shape::Unit,
    }
}

fn variant(variant: &syn::Variant, errors: &mut Errors) -> RawVariant {
    let fields = match &variant.fields {
        Fields::Unit => VariantFields::Unit,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            VariantFields::Wrapper(Box::new(fields.unnamed[0].ty.clone()))
        }
        Fields::Unnamed(_) => VariantFields::Tuple,
        Fields::Named(fields) => {
            VariantFields::Named(fields.named.iter().filter_map(|field| raw_field(field, errors)).collect())
        }
    };
    RawVariant {
        ident: variant.ident.clone(),
        doc: doc::read(&variant.attrs),
        args: field::read(&variant.attrs, errors),
        fields,
    }
}

fn raw_field(field: &syn::Field, errors: &mut Errors) -> Option<RawField> {
    let ident = field.ident.clone()?;
    Some(RawField {
        member: Member::Named(ident.clone()),
        ident,
        ty: field.ty.clone(),
        doc: doc::read(&field.attrs),
        args: field::read(&field.attrs, errors),
    })
}
