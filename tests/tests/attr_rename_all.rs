//! `rename_all`.
#![allow(missing_docs)]

use superconfig::{Format, SuperConfig};

macro_rules! renamed {
    ($($test:ident: $rule:literal => $key:literal;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Debug, SuperConfig)]
            #[config(name = "shop", rename_all = $rule)]
            struct Config {
                pool_size: u32,
                #[config(rename = "asItIs", default = 0)]
                renamed: u32,
            }

            let text = format!("{} = 1\nasItIs = 2", $key);
            let config = Config::builder().with_str(Format::Toml, text).extract().expect("these are the keys");
            assert_eq!((config.pool_size, config.renamed), (1, 2));

            let config = Config::builder().with_env_vars([("SHOP_POOL_SIZE", "3")]).extract();
            assert_eq!(config.expect("the environment name stays").pool_size, 3);
        }
    )*};
}

renamed! {
    kebab: "kebab-case" => "pool-size";
    camel: "camelCase" => "poolSize";
    snake: "snake_case" => "pool_size";
    pascal: "PascalCase" => "PoolSize";
    screaming_snake: "SCREAMING_SNAKE_CASE" => "POOL_SIZE";
    screaming_kebab: "SCREAMING-KEBAB-CASE" => "POOL-SIZE";
    lower: "lowercase" => "pool_size";
    upper: "UPPERCASE" => "POOL_SIZE";
}
