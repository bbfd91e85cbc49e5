//! Words that are not among ours; and all mistakes of a struct are reported at once.

use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(nmae = "shop", banana, default)]
struct Config {
    #[config(defualt = 5)]
    misspelt: u8,
    #[config(banana(1, 2), secrt)]
    unknown: u8,
    #[config(optional)]
    optional: u8,
    #[config(required, section)]
    elsewhere: u8,
    #[config(profiles = ["dev"])]
    of_the_struct: u8,
    #[config(default = 1 secret)]
    no_comma: u8,
    #[config("text")]
    text: u8,
    #[config]
    alone: u8,
    #[config = "text"]
    assigned: u8,
    #[config(help = "text", min = 5, validate(range))]
    others: u8,
}

fn main() {}
