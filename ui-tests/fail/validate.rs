use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(validate)]
struct Config {
    #[config(validate)]
    nothing: u8,
    #[config(validate = |it| Ok(()))]
    closure: u8,
    #[config(skip, validate = even)]
    skipped: u8,
}

#[derive(SuperConfig)]
struct Types {
    #[config(validate = even)]
    other: u16,
    #[config(validate = silent)]
    error: u8,
}

#[derive(SuperConfig)]
#[config(validate = Whole::check)]
struct Whole {}

impl Whole {
    fn check(&self) -> Result<(), Silent> {
        Ok(())
    }
}

struct Silent;

fn even(number: &u8) -> Result<(), String> {
    if number % 2 == 0 { Ok(()) } else { Err("odd".to_owned()) }
}

fn silent(_: &u8) -> Result<(), Silent> {
    Ok(())
}

fn main() {}
