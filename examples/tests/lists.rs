//! The example puts lists together from two files and the environment.

mod program;

#[test]
fn it_adds_and_takes_away() {
    let output = program::run("lists", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        text,
        "formats: a4, poster, business card\n\
         proofreaders: ada, ben, cleo\n\
         inks: white, black, gold\n\
         machine: heidelberg with 4 colours\n\
         formats, once unset: a4\n"
    );
}
