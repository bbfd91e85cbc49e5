#![deny(warnings)]

fn port() -> u16 {
    use superconfig::SuperConfig;

    const PORT: u16 = 80;

    #[derive(SuperConfig)]
    struct Section {
        #[config(default = PORT)]
        port: u16,
    }

    #[derive(SuperConfig)]
    struct Config {
        #[config(nested)]
        section: Section,
    }

    Config::builder().extract().expect("there are defaults").section.port
}

fn main() {
    /// Another of the same name.
    #[derive(superconfig::SuperConfig)]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let closure = || <Config as superconfig::SuperConfig>::builder().extract().expect("there is a default").port;
    assert_eq!((port(), closure()), (80, 1));
}
