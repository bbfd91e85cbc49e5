use superconfig::SuperConfig;

#[derive(SuperConfig)]
enum Enum {
    A,
}

#[derive(SuperConfig)]
struct Tuple(u16, String);

#[derive(SuperConfig)]
struct Unit;

#[derive(SuperConfig)]
union Union {
    port: u16,
}

fn main() {
    let _ = (Enum::load(), Tuple::load(), Unit::load(), Union::load());
}
