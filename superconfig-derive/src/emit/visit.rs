//! Showing a finished struct, field by field, to whoever wants to dump it. Only with the feature `inspect`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::place;
use crate::model::{Choice, Content, Field, Form, Kind, Member, Model, Reload, Section};

/// ```text
/// fn visit(&self, __eye: &mut dyn __sc::Eye) {
///     __eye.setting(0, &self.listen);
///     __eye.section(1, &mut |__eye| <Database as __sc::SuperConfig>::visit(&self.database, __eye));
/// }
/// ```
pub(crate) fn emit(model: &Model) -> TokenStream {
    let body = match &model.choice {
        Some(choice) => variants(model, choice),
        None => fields(model, &|field| {
            let member = &field.member;
            quote_spanned!(Span::mixed_site()=> &self.#member)
        }),
    };
    quote_spanned! {place::of(&model.ident)=>
        #[allow(unused_variables)]
        fn visit(&self, __eye: &mut dyn __sc::Eye) {
            #body
        }
    }
}

/// One call for each field, a reference to which `access` gives.
fn fields(model: &Model, access: &dyn Fn(&Field) -> TokenStream) -> TokenStream {
    model.fields().enumerate().map(|(index, field)| self::field(index, field, &access(field))).collect()
}

/// ```text
/// __eye.guarded(0, __sc::Guard::restart::<SocketAddr>(&self.listen)); // with `reload = "restart"`
/// __eye.setting(0, &self.listen);
/// __eye.guarded(1, __sc::Guard::Reject); // with `reload = "reject"`
/// __eye.section(1, &mut |__eye| <Database as __sc::SuperConfig>::visit(&self.database, __eye));
/// if let __sc::Some(__it) = &self.tls { __eye.section(2, …) }
/// __sc::visit_list(__eye, 3, (&self.replicas).iter());
/// __sc::visit_map(__eye, 4, (&self.servers).iter());
/// ```
fn field(index: usize, field: &Field, value: &TokenStream) -> TokenStream {
    let guard = field.reload.map(|reload| guard(index, reload, field, value));
    let shown = match &field.kind {
        Kind::Setting(_) => quote_spanned!(Span::mixed_site()=> __eye.setting(#index, #value);),
        Kind::Section(section) => self::section(index, section, value),
    };
    quote_spanned!(Span::mixed_site()=> #guard #shown)
}

/// What is kept has to be `Clone`; where it is not, rustc says so at the field's type.
fn guard(index: usize, reload: Reload, field: &Field, value: &TokenStream) -> TokenStream {
    match reload {
        Reload::Restart => {
            let ty = &field.ty;
            quote_spanned!(place::of(ty)=> __eye.guarded(#index, __sc::Guard::restart::<#ty>(#value));)
        }
        Reload::Reject => quote_spanned!(Span::mixed_site()=> __eye.guarded(#index, __sc::Guard::Reject);),
    }
}

fn section(index: usize, section: &Section, value: &TokenStream) -> TokenStream {
    let visit = place::config_item(&section.ty, "visit");
    let each = |value: &TokenStream| match section.form {
        Form::List { .. } => quote_spanned!(Span::mixed_site()=> __sc::visit_list(__eye, #index, (#value).iter());),
        Form::Map { .. } => quote_spanned!(Span::mixed_site()=> __sc::visit_map(__eye, #index, (#value).iter());),
        Form::One { .. } | Form::Optional { .. } | Form::Flatten { .. } => {
            quote_spanned!(Span::mixed_site()=> __eye.section(#index, &mut |__eye| #visit(#value, __eye));)
        }
    };
    match section.form {
        Form::Optional { .. } | Form::List { optional: true, .. } | Form::Map { optional: true } => {
            let some = each(&quote_spanned!(Span::mixed_site()=> __it));
            quote_spanned!(Span::mixed_site()=> if let __sc::Some(__it) = #value { #some })
        }
        _ => each(value),
    }
}

/// ```text
/// match self {
///     Self::S3 { bucket: __bucket, .. } => __eye.section(0, &mut |__eye| { __eye.setting(0, __bucket); }),
///     Self::Disk(__it) => __eye.section(1, &mut |__eye| <Disk as __sc::SuperConfig>::visit(__it, __eye)),
///     Self::Memory => __eye.section(2, &mut |__eye| {}),
/// }
/// ```
fn variants(model: &Model, choice: &Choice) -> TokenStream {
    let sections = model.fields().filter_map(|field| field.section());
    let arms = choice.variants.iter().zip(sections).enumerate().map(|(index, (variant, section))| {
        let name = &variant.ident;
        let (pattern, body) = match &variant.content {
            Content::Unit => (TokenStream::new(), TokenStream::new()),
            Content::Wrapper { .. } => {
                let visit = place::config_item(&section.ty, "visit");
                (quote_spanned!(Span::mixed_site()=> (__it)), quote_spanned!(Span::mixed_site()=> #visit(__it, __eye)))
            }
            Content::Fields(model) => {
                let bindings = model.members.iter().filter_map(|member| match member {
                    Member::Skipped(_) => None,
                    Member::Field(field) => {
                        let (member, local) = (&field.member, local(field));
                        Some(quote_spanned!(Span::mixed_site()=> #member: #local))
                    }
                });
                let pattern = quote_spanned!(Span::mixed_site()=> { #(#bindings,)* .. });
                (pattern, fields(model, &|field| local(field).into_token_stream()))
            }
        };
        quote_spanned! {Span::mixed_site()=>
            Self::#name #pattern => __eye.section(#index, &mut |__eye| { #body }),
        }
    });
    let arms: Vec<_> = arms.collect();
    if arms.is_empty() { TokenStream::new() } else { quote_spanned!(Span::mixed_site()=> match self { #(#arms)* }) }
}

fn local(field: &Field) -> Ident {
    let name = field.member.to_token_stream().to_string();
    Ident::new(&format!("__{}", name.trim_start_matches("r#")), Span::mixed_site())
}
