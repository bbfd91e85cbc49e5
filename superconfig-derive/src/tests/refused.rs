//! What is wrong is said in full and once.

use proc_macro2::TokenStream;
use quote::quote;

use super::messages;

#[track_caller]
fn refuses(input: TokenStream, expected: &[&str]) {
    let messages = messages(input);
    assert_eq!(messages.len(), expected.len(), "{messages:#?}");
    for (message, expected) in messages.iter().zip(expected) {
        assert!(message.contains(expected), "`{expected}` is not in: {message}");
    }
}

#[test]
fn all_mistakes_come_together() {
    refuses(
        quote! {
            #[config(nmae = "shop")]
            struct Config {
                #[config(defualt = 5, secrt)] a: u8,
                #[config(default = 300)] b: u8,
                #[config(nested, default = 1)] c: Section,
            }
        },
        &[
            "did you mean `name`?",
            "did you mean `default`?",
            "did you mean `secret`?",
            "`300` does not fit `u8` (0 to 255)",
            "delete `default`",
        ],
    );
}

#[test]
fn keywords_that_cannot_stand_together_are_reported_once() {
    for (one, other) in [
        (quote!(nested), quote!(default = 1)),
        (quote!(nested), quote!(secret)),
        (quote!(nested), quote!(parse = f)),
        (quote!(nested), quote!(flatten)),
        (quote!(flatten), quote!(rename = "a")),
        (quote!(flatten), quote!(env = false)),
        (quote!(skip), quote!(secret)),
        (quote!(skip), quote!(nested)),
        (quote!(parse = f), quote!(deserialize_with = f)),
        (quote!(deserialize_with = f), quote!(with = m)),
    ] {
        for order in [quote!(#one, #other), quote!(#other, #one)] {
            refuses(
                quote!(
                    struct Config {
                        #[config(#order)]
                        a: T,
                    }
                ),
                &["delete"],
            );
        }
    }
    refuses(
        quote!(
            struct Config {
                #[config(secret, secret)]
                a: T,
            }
        ),
        &["`secret` is given twice"],
    );
}

#[test]
fn keywords_of_the_struct_exclude_each_other_in_any_order() {
    for order in [quote!(mount = "a", mounts), quote!(mounts, mount = "a")] {
        refuses(
            quote!(
                #[config(#order)]
                struct Config {}
            ),
            &["delete one of them"],
        );
    }
}

#[test]
fn literals_of_another_type_say_what_to_type() {
    for (ty, literal, advice) in [
        (quote!(u16), quote!("80"), "write `80` without quotes"),
        (quote!(u16), quote!(1.5), "a whole number"),
        (quote!(i8), quote!(-129), "(-128 to 127)"),
        (quote!(u8), quote!(-1), "(0 to 255)"),
        (quote!(Option<u8>), quote!(256), "(0 to 255)"),
        (quote!(bool), quote!("yes"), "write `true`"),
        (quote!(bool), quote!(0), "write `false`"),
        (quote!(f64), quote!(true), "such as `0.5`"),
        (quote!(String), quote!(80), "write `\"80\"`"),
        (quote!(char), quote!("a"), "write `'a'`"),
        (quote!(Duration), quote!(30), "write `\"30s\"`"),
        (quote!(Duration), quote!("soon"), "\"1h 30m\""),
        (quote!(SocketAddr), quote!("localhost"), "\"127.0.0.1:8080\""),
        (quote!(ByteSize), quote!("10 parsecs"), "\"512KiB\""),
    ] {
        refuses(quote!(struct Config { #[config(default = #literal)] a: #ty }), &[advice]);
        refuses(quote!(struct Config { #[config(profile(prod = #literal))] a: #ty }), &[advice]);
    }
}

#[test]
fn keys_collide_only_within_a_struct() {
    refuses(
        quote!(
            struct Config {
                a: u8,
                #[config(rename = "a")]
                b: u8,
            }
        ),
        &["the key `a` of `b` is already the key of `a`"],
    );
    refuses(
        quote!(
            struct Config {
                a: u8,
                #[config(alias = "a")]
                b: u8,
            }
        ),
        &["the alias `a` of `b` is already the key of `a`"],
    );
    refuses(
        quote!(
            struct Config {
                #[config(alias = "b")]
                a: u8,
                b: u8,
            }
        ),
        &["the key `b` of `b` is already an alias of `a`"],
    );
    refuses(
        quote!(
            struct Config {
                a: u8,
                #[config(skip)]
                b: u8,
                #[serde(alias = "x")]
                #[config(alias = "x")]
                c: u8,
            }
        ),
        &[],
    );
}

#[test]
fn profiles_are_checked_where_they_are_declared() {
    let field = quote!(#[config(profile(prd = 1))] a: u8);
    refuses(quote!(struct Config { #field }), &[]);
    refuses(quote!(#[config(profiles = ["dev", "prod"])] struct Config { #field }), &["did you mean `prod`?"]);
    refuses(
        quote!(
            struct Config {
                #[config(profile(a = 1), profile(a = 2))]
                a: u8,
            }
        ),
        &["profile `a` has a value already"],
    );
}

#[test]
fn serde_says_nothing_that_would_be_ignored_silently() {
    refuses(
        quote! {
            #[serde(transparent, rename_all = "lowercase", deny_unknown_fields, crate = "x")]
            struct Config {
                #[serde(borrow, skip_serializing_if = "Option::is_none", serialize_with = "f")] a: Option<u8>,
                #[serde(other)] b: u8,
            }
        },
        &["a wrapper", "owns its data", "variants of an enum"],
    );
}

#[test]
fn only_structs_with_names_are_configurations() {
    refuses(
        quote!(
            enum Config {
                A(u8),
            }
        ),
        &["name them"],
    );
    refuses(
        quote!(
            struct Config(u8);
        ),
        &["`serde::Deserialize`"],
    );
    refuses(
        quote!(
            struct Config(Database, Cache);
        ),
        &["names for its settings"],
    );
    refuses(
        quote!(
            struct Config;
        ),
        &["`struct Config {}`"],
    );
    refuses(quote!(union Config { a: u8 }), &["`struct`"]);
    refuses(
        quote!(
            struct Config<'a> {
                a: &'a str,
            }
        ),
        &["owns its data", "write `String`"],
    );
}

#[test]
fn rules_that_need_a_feature_name_it() {
    let pattern = quote!(
        struct Config {
            #[config(pattern = "^a$")]
            a: String,
        }
    );
    let garde = quote!(
        #[config(garde)]
        struct Config {}
    );
    refuses(pattern, if cfg!(feature = "regex") { &[] } else { &["`features = [\"regex\"]`"] });
    let reload = quote!(
        struct Config {
            #[config(reload = "restart")]
            a: String,
        }
    );
    refuses(reload, if cfg!(feature = "watch") { &[] } else { &["`features = [\"watch\"]`"] });
    refuses(garde, if cfg!(feature = "garde") { &[] } else { &["`features = [\"garde\"]`"] });
}

#[test]
fn literal_defaults_are_held_against_their_rules() {
    for (ty, rule, default, good) in [
        (quote!(u8), quote!(range = 1..5), quote!(4), true),
        (quote!(u8), quote!(range = 1..5), quote!(5), false),
        (quote!(i8), quote!(range = -3..), quote!(-4), false),
        (quote!(i8), quote!(range = -3..), quote!(-3), true),
        (quote!(u128), quote!(range = 0..=340282366920938463463374607431768211455), quote!(1), true),
        (quote!(f32), quote!(range = 0.5..=1), quote!(1), true),
        (quote!(f32), quote!(range = 0.5..=1), quote!(0.25), false),
        (quote!(u8), quote!(range = LEAST..), quote!(0), true),
        (quote!(u8), quote!(range = 1..), quote!(zero()), true),
        (quote!(Duration), quote!(range = ..="1h"), quote!("60m"), true),
        (quote!(Duration), quote!(range = ..="1h"), quote!("61m"), false),
        (quote!(NonZeroU8), quote!(range = 2..), quote!(1), false),
        (quote!(char), quote!(range = 'a'..='c'), quote!('d'), false),
        (quote!(Option<u8>), quote!(range = 1..), quote!(0), false),
        (quote!(String), quote!(length = ..3), quote!("äö"), true),
        (quote!(String), quote!(length = ..2), quote!("äö"), false),
        (quote!(PathBuf), quote!(non_empty), quote!(""), false),
        (quote!(String), quote!(one_of = ["a", OTHER]), quote!("b"), true),
        (quote!(u8), quote!(one_of = [1, OTHER]), quote!(2), true),
        (quote!(u8), quote!(one_of = [0x10, 2]), quote!(16), true),
        (quote!(Mode), quote!(one_of = [Mode::A]), quote!(Mode::B), true),
    ] {
        let breaks: &[_] = if good { &[] } else { &["breaks the `"] };
        refuses(quote!(struct Config { #[config(#rule, default = #default)] a: #ty }), breaks);
        refuses(quote!(struct Config { #[config(#rule, profile(prod = #default))] a: #ty }), breaks);
    }
}
