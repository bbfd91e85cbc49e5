//! How a Rust name becomes a key, and a key a part of an environment variable's name.

/// Makes a key of a name.
#[derive(Clone, Copy)]
pub(crate) struct Rename {
    /// Of a field's, which is `snake_case`.
    pub(crate) field: fn(&str) -> String,
    /// Of a variant's, which is `PascalCase`.
    pub(crate) variant: fn(&str) -> String,
}

impl Rename {
    /// Names stay as they are.
    pub(crate) const NONE: Rename = Rename { field: str::to_owned, variant: str::to_owned };
}

/// The values of `rename_all`, each with what serde makes of it.
pub(crate) const RENAME_ALL: &[(&str, Rename)] = &[
    ("kebab-case", Rename { field: |name| name.replace('_', "-"), variant: |name| snake(name).replace('_', "-") }),
    ("camelCase", Rename { field: camel, variant: uncapitalized }),
    ("snake_case", Rename { field: str::to_owned, variant: snake }),
    ("PascalCase", Rename { field: pascal, variant: str::to_owned }),
    (
        "SCREAMING_SNAKE_CASE",
        Rename { field: str::to_ascii_uppercase, variant: |name| snake(name).to_ascii_uppercase() },
    ),
    (
        "SCREAMING-KEBAB-CASE",
        Rename {
            field: |name| name.to_ascii_uppercase().replace('_', "-"),
            variant: |name| snake(name).to_ascii_uppercase().replace('_', "-"),
        },
    ),
    ("lowercase", Rename { field: str::to_owned, variant: str::to_ascii_lowercase }),
    ("UPPERCASE", Rename { field: str::to_ascii_uppercase, variant: str::to_ascii_uppercase }),
];

/// `PoolSize` as `pool_size`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (index, char) in name.char_indices() {
        if index > 0 && char.is_uppercase() {
            snake.push('_');
        }
        snake.extend(char.to_lowercase());
    }
    snake
}

fn pascal(name: &str) -> String {
    name.split('_').map(capitalized).collect()
}

fn camel(name: &str) -> String {
    uncapitalized(&pascal(name))
}

fn uncapitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The part of an environment variable's name that stands for `key`: upper case, humps and everything that
/// is neither letter nor digit become `_`. `poolSize`, `pool-size` and `pool.size` are all `POOL_SIZE`.
pub(crate) fn env_segment(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let mut segment = String::with_capacity(key.len() + 4);
    for (index, &char) in chars.iter().enumerate() {
        if index > 0 && is_hump(chars[index - 1], char, chars.get(index + 1).copied()) {
            segment.push('_');
        }
        push_env_char(&mut segment, char);
    }
    segment
}

/// `S` in `poolSize`, `2` never, the `S` in `HTTPServer`.
fn is_hump(before: char, char: char, after: Option<char>) -> bool {
    char.is_uppercase()
        && (before.is_lowercase()
            || before.is_numeric()
            || (before.is_uppercase() && after.is_some_and(char::is_lowercase)))
}

/// The environment prefix of a configuration called `name`.
pub(crate) fn env_prefix(name: &str) -> String {
    let mut prefix = String::with_capacity(name.len());
    for char in name.chars() {
        push_env_char(&mut prefix, char);
    }
    prefix
}

fn push_env_char(text: &mut String, char: char) {
    if char.is_alphanumeric() {
        text.extend(char.to_uppercase());
    } else {
        text.push('_');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rename_all_follows_serde() {
        let renamed: Vec<String> = RENAME_ALL.iter().map(|(_, rename)| (rename.field)("pool_size")).collect();
        assert_eq!(
            renamed,
            ["pool-size", "poolSize", "pool_size", "PoolSize", "POOL_SIZE", "POOL-SIZE", "pool_size", "POOL_SIZE"]
        );
        let renamed: Vec<String> = RENAME_ALL.iter().map(|(_, rename)| (rename.variant)("PoolSize")).collect();
        assert_eq!(
            renamed,
            ["pool-size", "poolSize", "pool_size", "PoolSize", "POOL_SIZE", "POOL-SIZE", "poolsize", "POOLSIZE"]
        );
    }

    #[test]
    fn segments_split_at_humps_and_punctuation() {
        for key in ["pool_size", "pool-size", "poolSize", "PoolSize", "pool.size", "pool size"] {
            assert_eq!(env_segment(key), "POOL_SIZE", "{key}");
        }
        assert_eq!(env_segment("HTTPServer"), "HTTP_SERVER");
        assert_eq!(env_segment("v2Api"), "V2_API");
        assert_eq!(env_segment("ipv4"), "IPV4");
        assert_eq!(env_segment("POOL_SIZE"), "POOL_SIZE");
    }

    #[test]
    fn prefixes_only_change_case_and_punctuation() {
        assert_eq!(env_prefix("my-shop"), "MY_SHOP");
        assert_eq!(env_prefix("myShop"), "MYSHOP");
    }
}
