//! What a correct struct becomes.

use proc_macro2::TokenStream;
use quote::quote;

use super::{expanded, model};
use crate::model::Member;

#[track_caller]
fn emits(input: TokenStream, part: &TokenStream) {
    let (whole, part) = (expanded(input), part.to_string());
    let found = without_spaces(&whole).contains(&without_spaces(&part));
    assert!(found, "`{part}` is not in:\n{whole}");
}

/// Whether `>>` is one token or two is of no interest here.
fn without_spaces(tokens: &str) -> String {
    tokens.split_whitespace().collect()
}

#[test]
fn a_draft_has_a_place_for_each_field_that_is_read() {
    let input = quote! {
        struct Config {
            port: u16,
            #[config(skip)] cache: Cache,
            #[config(nested)] database: Database,
            key: Option<String>,
            #[config(nested)] tls: Option<Tls>,
        }
    };
    emits(
        input.clone(),
        &quote! {
            pub struct __Draft(
                __sc::Setting<u16>,
                <Database as __sc::SuperConfig>::Draft,
                __sc::Setting<String>,
                __sc::Option<__sc::Box<<Tls as __sc::SuperConfig>::Draft> >,
                __sc::PhantomData<fn() -> Config>
            )
        },
    );
    emits(
        input,
        &quote! {
            match __index {
                0usize => self.0.slot(),
                1usize => __sc::Slot::Section(&mut self.1),
                2usize => self.2.slot(),
                3usize => __sc::Slot::Optional(&mut self.3),
                _ => __sc::no_slot(__index),
            }
        },
    );
}

#[test]
fn required_optional_and_defaulted_settings_are_built_each_in_its_way() {
    let input = quote! {
        struct Config {
            required: u16,
            optional: Option<u16>,
            #[config(default = 5)] defaulted: u16,
            #[config(default = 5)] wrapped: Option<u16>,
            #[config(profile(prod = 1))] profiled: u16,
        }
    };
    emits(
        input.clone(),
        &quote! {
            match __index {
                2usize => {
                    let __value: u16 = 5;
                    __sc::put(__slot, __value)
                }
                3usize => {
                    let __value: __sc::Option<u16> = __sc::Some(5);
                    __sc::put_option(__slot, __value)
                }
                4usize => {
                    let __value: u16 = match __build.profile(&["prod"]) {
                        1usize => 1,
                        _ => return,
                    };
                    __sc::put(__slot, __value)
                }
                _ => {}
            }
        },
    );
    emits(
        input,
        &quote! {
            let (__sc::Some(__0), __sc::Some(__2), __sc::Some(__4),) =
                (__draft.0.value, __draft.2.value, __draft.4.value,)
            else {
                return __sc::None;
            };
            __sc::Some(Self {
                required: __0,
                optional: __draft.1.value,
                defaulted: __2,
                wrapped: __draft.3.value,
                profiled: __4
            })
        },
    );
}

#[test]
fn literals_of_well_known_types_are_read_by_the_macro() {
    for (ty, literal, code) in [
        (quote!(String), quote!("a"), quote!(__sc::From::from("a"))),
        (quote!(Box<str>), quote!("a"), quote!(__sc::From::from("a"))),
        (quote!(std::path::PathBuf), quote!("/a"), quote!(__sc::From::from("/a"))),
        (quote!(Duration), quote!("1h 30m"), quote!(__sc::duration(5400u64, 0u32))),
        (quote!(Duration), quote!("250ms"), quote!(__sc::duration(0u64, 250000000u32))),
        (quote!(ByteSize), quote!("1KiB"), quote!(__sc::byte_size(1024u64))),
        (quote!(IpAddr), quote!("::1"), quote!(__sc::parsed::<IpAddr>("::1"))),
        (quote!(f64), quote!(1), quote!(1.0)),
        (quote!(f32), quote!(-1), quote!(-1.0)),
        (quote!(i8), quote!(-128), quote!(-128)),
        (quote!(u64), quote!(0xFF_u64), quote!(0xFF_u64)),
        (quote!(Level), quote!("a"), quote!("a")),
    ] {
        let whole = expanded(quote!(struct Config { #[config(default = #literal)] field: #ty }));
        assert!(whole.contains(&format!("= {code} ;")), "{ty}: {whole}");
    }
}

#[test]
fn expressions_end_at_the_comma_that_follows_them() {
    for expression in [
        quote!(HashMap::<String, u8>::new()),
        quote!(if a < b { 1 } else { 2 }),
        quote!(|a, b| a),
        quote!(1..5),
        quote!(Level { a: 1, b: 2 }),
        quote!(a as Map<u8, u8>),
        quote!(vec![1, 2]),
    ] {
        let input = quote! {
            struct Config { #[config(default = #expression, secret, profile(prod = #expression, eu = 1))] field: T }
        };
        let model = model(input).unwrap_or_else(|error| panic!("{expression}: {error}"));
        let setting = model.fields().next().and_then(|field| field.setting()).expect("a setting");
        assert!(setting.secret, "{expression}");
        assert_eq!(setting.profiles.len(), 2, "{expression}");
    }
}

#[test]
fn the_text_of_a_default_is_as_written() {
    for (expression, text) in [
        (quote!(Duration::from_secs(5 * 60)), "Duration::from_secs(5 * 60)"),
        (quote!(HashMap::<String, u8>::new()), "HashMap::<String, u8>::new()"),
        (quote!(vec!["a".to_owned(), b]), "vec![\"a\".to_owned(), b]"),
        (quote!(-1), "-1"),
        (quote!(1..=5), "1..=5"),
        (quote!(&a && !b), "&a && !b"),
        (quote!(a - -1), "a - -1"),
        (quote!(if a { 1 } else { 2 }), "if a { 1 } else { 2 }"),
        (quote!(|a: u8| a + 1), "|a: u8| a + 1"),
        (quote!(Level { a: 1, ..b() }), "Level { a: 1, ..b() }"),
        (quote!(a?.b[0]), "a?.b[0]"),
        (quote!(a < b || c.d >= 1), "a < b || c.d >= 1"),
        (quote!(Vec::<Vec<u8>>::new()), "Vec::<Vec<u8>>::new()"),
        (quote!(<T as Default>::default()), "<T as Default>::default()"),
        (quote! { move |a| -a }, "move |a| -a"),
        (quote! { || 1 }, "|| 1"),
    ] {
        let model = model(quote!(
            struct Config {
                #[config(default = #expression)]
                field: T,
            }
        ))
        .expect("an expression");
        let setting = model.fields().next().and_then(|field| field.setting()).expect("a setting");
        assert_eq!(setting.default.as_ref().expect("a default").text, text);
    }
}

#[test]
fn keys_and_environment_names_follow_the_field_unless_renamed() {
    let input = quote! {
        #[serde(rename_all = "camelCase")]
        struct Config {
            pool_size: u16,
            #[config(rename = "maxIdle")] idle: u16,
            #[serde(rename(serialize = "a", deserialize = "b-c"))] both: u16,
            r#type: u16,
            #[config(env = "PATH")] path: u16,
            #[config(env = false)] hidden: u16,
        }
    };
    for (ident, env) in [
        ("pool_size", quote!(__sc::Env::Key("POOL_SIZE"))),
        ("idle", quote!(__sc::Env::Key("MAX_IDLE"))),
        ("both", quote!(__sc::Env::Key("B_C"))),
        ("type", quote!(__sc::Env::Key("TYPE"))),
        ("path", quote!(__sc::Env::Absolute("PATH"))),
        ("hidden", quote!(__sc::Env::Off)),
    ] {
        let whole = without_spaces(&expanded(input.clone()));
        let start = format!("__sc::Field::of(\"{ident}\",{},", without_spaces(&env.to_string()));
        assert!(whole.contains(&start), "{start} is not in:\n{whole}");
    }
    for key in ["poolSize", "maxIdle", "b-c"] {
        emits(input.clone(), &quote!(.key(#key)));
    }
    assert_eq!(expanded(input).matches(". key").count(), 3, "the others are called as their fields");
}

#[test]
fn config_wins_over_serde() {
    let input = quote! {
        struct Config {
            #[serde(rename = "a", default, skip)]
            #[config(rename = "b", default = 7, env = "X")]
            field: u8,
            #[serde(default)]
            #[config(nested)]
            section: Section,
        }
    };
    let model = model(input.clone()).expect("serde gives way");
    assert!(model.members.iter().all(|member| matches!(member, Member::Field(_))));
    emits(input.clone(), &quote!(.key("b")));
    emits(input, &quote!(= 7;));
}

#[test]
fn the_default_of_the_struct_stands_in_for_missing_ones() {
    let input = quote! {
        #[serde(default)]
        struct Config { a: u8, #[config(default = 7)] b: u8 }
    };
    emits(input.clone(), &quote!(let __fallback: Self = <Self as __sc::Default>::default();));
    emits(input.clone(), &quote!(__fallback.a));
    emits(input, &quote!(= 7;));
}

#[test]
fn readers_of_the_users_are_called_with_the_type_without_its_option() {
    let input = quote! {
        struct Config {
            #[config(parse = my::parse)] a: Option<u8>,
            #[config(deserialize_with = "my::read")] b: Option<u8>,
            #[serde(with = "my")] c: u8,
        }
    };
    emits(input.clone(), &quote! { __sc::read_parsed::<u8, _, _>(__any, __input, my::parse) });
    emits(input.clone(), &quote! { __sc::read_with_option::<u8, _>(__any, __input, |__de| my::read(__de)) });
    emits(input, &quote! { __sc::read_with::<u8, _>(__any, __input, |__de| my::deserialize(__de)) });
}

#[test]
fn parameters_are_bounded_by_what_they_are_used_for() {
    let input = quote! {
        struct Config<T, S, U, O, const N: usize> where T: Debug {
            a: Vec<T>,
            #[config(nested)] b: Option<S>,
            #[config(skip)] c: PhantomData<U>,
            #[config(nested)] d: Other<O>,
            e: [u8; N],
        }
    };
    emits(
        input.clone(),
        &quote! {
            where
                T: Debug,
                T: __sc::Send + __sc::Sync + 'static + __sc::DeserializeOwned,
                S: __sc::Send + __sc::Sync + 'static + __sc::SuperConfig,
                U: __sc::Send + __sc::Sync + 'static,
                O: __sc::Send + __sc::Sync + 'static,
                Other<O>: __sc::SuperConfig,
        },
    );
    emits(input.clone(), &quote!(const { __sc::check(Self::SCHEMA) }));
    emits(input, &quote!(__sc::cell_of::<Self>()));
}

#[test]
fn each_config_that_is_one_type_is_entered_in_the_list() {
    emits(
        quote!(
            struct Config {}
        ),
        &quote!(__sc::submit! { __sc::Registered::of::<Config>() }),
    );
    let mounted = quote!(
        #[config(mount = "http2-pool")]
        struct Config {}
    );
    emits(mounted, &quote!(__sc::submit! { __sc::Registered::mounted::<Config>("http2-pool", "HTTP2_POOL") }));
    let generic = quote!(
        #[config(mounts)]
        struct Config<T> {
            field: T,
        }
    );
    assert!(!expanded(generic.clone()).contains("submit"));
    emits(generic, &quote!(.mounts(true)));
}

#[cfg(feature = "watch")]
#[test]
fn fields_that_cannot_change_live_are_told_of_and_others_are_not() {
    let input = quote! {
        struct Config {
            a: u8,
            #[config(reload = "restart")] b: Option<u8>,
            #[config(reload = "reject")] c: u8,
            #[config(nested, reload = "restart")] d: Vec<Section>,
        }
    };
    emits(
        input.clone(),
        &quote!(.facts(__sc::Facts::unknown().guarding(&[
            (1usize, __sc::Reload::Restart),
            (2usize, __sc::Reload::Reject),
            (3usize, __sc::Reload::Restart)
        ]))),
    );
    emits(
        input.clone(),
        &quote! {
            __eye.setting(0usize, &self.a);
            __eye.guarded(1usize, __sc::Guard::restart::<Option<u8> >(&self.b));
            __eye.setting(1usize, &self.b);
            __eye.guarded(2usize, __sc::Guard::Reject);
            __eye.setting(2usize, &self.c);
            __eye.guarded(3usize, __sc::Guard::restart::<Vec<Section> >(&self.d));
            __sc::visit_list(__eye, 3usize, (&self.d).iter());
        },
    );
    emits(
        input,
        &quote! {
            match __build.kept::<Vec<Section> >(<Self as __sc::SuperConfig>::SCHEMA, 3usize) {
                __sc::None => __build.list(<Self as __sc::SuperConfig>::SCHEMA, 3usize, __draft.3, <Section as __sc::SuperConfig>::build),
                __kept => __kept,
            }
        },
    );
    let plain = expanded(quote! {
        struct Config { a: u8, #[config(nested)] d: Vec<Section> }
    });
    for word in ["guard", "kept", "Reload"] {
        assert!(!plain.contains(word), "{plain}");
    }
}

#[test]
fn documentation_loses_its_indent_and_nothing_else() {
    let input = quote! {
        /// One.
        ///
        ///  * two
        struct Config {}
    };
    emits(input, &quote!(.doc("One.\n\n * two")));
}

#[test]
fn the_runtime_can_be_found_elsewhere() {
    for path in [quote!(crate::reexport::config), quote!("crate::reexport::config")] {
        emits(
            quote!(
                #[config(crate = #path)]
                struct Config {}
            ),
            &quote!(
                use crate::reexport::config::__private as __sc;
            ),
        );
    }
}
