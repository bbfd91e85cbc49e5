//! Rules: what values must be, and what looks at finished sections.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

use super::{place, value};
use crate::model::{Check, Code, Field, Form, Kind, Model, Range, Relation, RelationKind, Rule};

/// ```text
/// __sc::Rule {
///     name: "range",
///     text: "a value from 1 to 500",
///     choices: &[],
///     check: |__any| __sc::within::<u32>(__any, __sc::Bound::Included(1), __sc::Bound::Included(500), __sc::Shown::<u32>::SHOW),
/// }
/// ```
pub(crate) fn rule(rule: &Rule, field: &Field) -> TokenStream {
    let Rule { name, text, .. } = rule;
    let choices: &[_] = match &rule.check {
        Check::OneOfTexts(texts) => texts,
        _ => &[],
    };
    let limits = cfg!(feature = "inspect").then(|| limits(&rule.check, field));
    let check = check(&rule.check, field);
    quote_spanned! {Span::mixed_site()=>
        __sc::Rule { name: #name, text: #text, choices: &[#(#choices),*], #limits check: |__any| #check }
    }
}

/// What the rule allows, as data, with the feature `inspect`:
///
/// ```text
/// limits: __sc::Limits::Range(|| __sc::ends::<u32>(__sc::Bound::Included(1), __sc::Bound::Included(500))),
/// ```
fn limits(check: &Check, field: &Field) -> TokenStream {
    let (ty, _) = subject(field);
    let span = place::of(&ty);
    let ends = |start: &Option<Code>, end: &Option<Code>, inclusive| {
        let (start, end) = (bound(start.as_ref(), true), bound(end.as_ref(), inclusive));
        quote_spanned!(Span::mixed_site()=> #start, #end)
    };
    let limits = match check {
        Check::Range(Range::Ends { start, end, inclusive }) => {
            let ends = ends(start, end, *inclusive);
            quote_spanned!(span=> Range(|| __sc::ends::<#ty>(#ends)))
        }
        Check::Length(Range::Ends { start, end, inclusive }) => {
            let ends = ends(start, end, *inclusive);
            quote_spanned!(Span::mixed_site()=> Length(|| __sc::ends::<__sc::usize>(#ends)))
        }
        Check::NonEmpty => quote_spanned!(Span::mixed_site()=> NonEmpty),
        Check::OneOf(values) => {
            let values = values.iter().map(value::code);
            quote_spanned!(span=> OneOf(|| __sc::choices::<#ty>([#(#values),*])))
        }
        Check::Pattern(pattern) => quote_spanned!(Span::mixed_site()=> Pattern(#pattern)),
        Check::Range(Range::Whole(_)) | Check::Length(Range::Whole(_)) | Check::OneOfTexts(_) | Check::Validate(_) => {
            quote_spanned!(Span::mixed_site()=> InWords)
        }
    };
    quote_spanned!(Span::mixed_site()=> limits: __sc::Limits::#limits,)
}

fn check(check: &Check, field: &Field) -> TokenStream {
    let (ty, any) = subject(field);
    let span = place::of(&ty);
    match check {
        Check::Range(Range::Ends { start, end, inclusive }) => {
            let (start, end) = (bound(start.as_ref(), true), bound(end.as_ref(), *inclusive));
            quote_spanned!(span=> __sc::within::<#ty>(#any, #start, #end, __sc::Shown::<#ty>::SHOW))
        }
        Check::Range(Range::Whole(range)) => {
            quote_spanned!(span=> __sc::within_range::<#ty>(#any, &(#range), __sc::Shown::<#ty>::SHOW))
        }
        Check::Length(Range::Ends { start, end, inclusive }) => {
            let (start, end) = (bound(start.as_ref(), true), bound(end.as_ref(), *inclusive));
            quote_spanned!(span=> __sc::length::<#ty>(#any, &(#start, #end)))
        }
        Check::Length(Range::Whole(range)) => quote_spanned!(span=> __sc::length::<#ty>(#any, &(#range))),
        Check::NonEmpty => quote_spanned!(span=> __sc::non_empty::<#ty>(#any)),
        Check::OneOf(values) => {
            let values = values.iter().map(value::code);
            quote_spanned!(span=> __sc::one_of::<#ty>(#any, &[#(#values),*], __sc::Shown::<#ty>::SHOW))
        }
        Check::OneOfTexts(texts) => quote_spanned!(span=> __sc::one_of_texts::<#ty>(#any, &[#(#texts),*])),
        Check::Pattern(pattern) => quote_spanned! {span=> {
            static __PATTERN: __sc::Pattern = __sc::Pattern::new(#pattern);
            __sc::matches::<#ty>(#any, &__PATTERN)
        }},
        Check::Validate(path) => {
            let call = quote_spanned!(place::of(path)=> #path(__value));
            quote_spanned!(place::of(path)=> __sc::valid(#any, |__value: &#ty| #call))
        }
    }
}

/// What a rule looks at: the type of the setting without its `Option`, or how many sections there are.
fn subject(field: &Field) -> (TokenStream, TokenStream) {
    let count = || quote_spanned!(Span::mixed_site()=> __sc::Count);
    let any = quote_spanned!(Span::mixed_site()=> __any);
    match &field.kind {
        Kind::Setting(setting) => (setting.ty.to_token_stream(), any),
        Kind::Section(section) => match section.form {
            Form::List { optional: false, .. } | Form::Map { optional: false } => {
                (count(), quote_spanned!(Span::mixed_site()=> __sc::counted(__any)))
            }
            _ => (count(), any),
        },
    }
}

fn bound(end: Option<&Code>, inclusive: bool) -> TokenStream {
    let Some(end) = end.map(value::code) else {
        return quote_spanned!(Span::mixed_site()=> __sc::Bound::Unbounded);
    };
    let kind = Ident::new(if inclusive { "Included" } else { "Excluded" }, Span::mixed_site());
    quote_spanned!(Span::mixed_site()=> __sc::Bound::#kind(#end))
}

/// ```text
/// __sc::Relation {
///     kind: __sc::RelationKind::Requires,
///     members: &[
///         __sc::Member { index: 0, is_some: __sc::Some(__sc::is_some::<String>) },
///         __sc::Member { index: 1, is_some: __sc::None },
///     ],
/// }
/// ```
pub(crate) fn relation(relation: &Relation) -> TokenStream {
    let kind = match &relation.kind {
        RelationKind::Plain(name) => Ident::new(name, Span::mixed_site()).into_token_stream(),
        RelationKind::RequiredIf { value, ty } => {
            let (text, code) = (&value.text, value::code(&value.code));
            let equals = quote_spanned!(place::of(&code)=> __sc::equals::<#ty>(__any, &#code));
            quote_spanned!(Span::mixed_site()=> RequiredIf { equals: |__any| #equals, value: #text })
        }
    };
    let members = relation.members.iter().map(|(index, ty)| {
        let is_some = ty.as_ref().map_or_else(
            || quote_spanned!(Span::mixed_site()=> __sc::None),
            |ty| quote_spanned!(place::of(ty)=> __sc::Some(__sc::is_some::<#ty>)),
        );
        quote_spanned!(Span::mixed_site()=> __sc::Member { index: #index, is_some: #is_some })
    });
    quote_spanned! {Span::mixed_site()=>
        __sc::Relation { kind: __sc::RelationKind::#kind, members: &[#(#members),*] }
    }
}

/// ```text
/// __build.check_field(<Self as __sc::SuperConfig>::SCHEMA, 1, __1.as_ref(), |__value| match path(__value) { … });
/// ```
pub(crate) fn checks_of_section(field: &Field, position: usize, local: &Ident) -> TokenStream {
    let optional = matches!(
        field.section().map(|section| section.form),
        Some(Form::Optional { .. } | Form::List { optional: true, .. } | Form::Map { optional: true })
    );
    let content = optional.then(|| quote_spanned!(Span::mixed_site()=> .and_then(|__it| __it.as_ref())));
    let checks = field.checks.iter().map(|path| {
        let verdict = verdict(path);
        quote_spanned! {Span::mixed_site()=>
            __build.check_field(<Self as __sc::SuperConfig>::SCHEMA, #position, #local.as_ref() #content, |__value| #verdict);
        }
    });
    checks.collect()
}

/// The struct, after its own validators have looked at it:
///
/// ```text
/// let __this = Self { … };
/// __build.check(&__this, |__value| match path(__value) {
///     __sc::Ok(()) => __sc::Vec::new(),
///     __sc::Err(__error) => __sc::Raised(__error).invalid(),
/// });
/// __sc::Some(__this)
/// ```
pub(crate) fn finish(model: &Model, this: &TokenStream) -> TokenStream {
    let checks = checks(model);
    if checks.is_empty() {
        return quote_spanned!(Span::mixed_site()=> __sc::Some(#this));
    }
    quote_spanned! {Span::mixed_site()=>
        let __this = #this;
        #checks
        __sc::Some(__this)
    }
}

/// The same for an enum, whose value is made by `return`s.
pub(crate) fn finish_choice(model: &Model, body: TokenStream) -> TokenStream {
    let checks = checks(model);
    if checks.is_empty() {
        return body;
    }
    quote_spanned! {Span::mixed_site()=>
        let __this: __sc::Option<Self> = (|| { #body })();
        let __this = __this?;
        #checks
        __sc::Some(__this)
    }
}

fn checks(model: &Model) -> TokenStream {
    let own = model.validity.checks.iter().map(verdict);
    let garde = model.validity.garde.then(|| {
        let path = quote_spanned!(place::of(&model.ident)=> __sc::garde(__value));
        verdict_of(&path, place::of(&model.ident))
    });
    let checks = own
        .chain(garde)
        .map(|verdict| quote_spanned!(Span::mixed_site()=> __build.check(&__this, |__value: &Self| #verdict);));
    checks.collect()
}

fn verdict(path: &Path) -> TokenStream {
    verdict_of(&quote_spanned!(place::of(path)=> #path(__value)), place::of(path))
}

fn verdict_of(call: &TokenStream, place: Span) -> TokenStream {
    quote_spanned! {place=>
        match #call {
            __sc::Ok(()) => __sc::Vec::new(),
            __sc::Err(__error) => __sc::Raised(__error).invalid(),
        }
    }
}
