use garde::Validate;
use superconfig::SuperConfig;

#[derive(SuperConfig, Validate)]
#[config(garde)]
struct Config<T: Validate<Context = ()>> {
    #[garde(length(min = 2))]
    name: String,
    #[config(nested)]
    #[garde(dive)]
    inner: Inner,
    #[config(skip)]
    #[garde(skip)]
    marker: std::marker::PhantomData<T>,
}

#[derive(SuperConfig, Validate)]
struct Inner {
    #[garde(range(max = 5))]
    a: u8,
}

fn main() {
    let _ = Config::<Inner>::builder;
}
