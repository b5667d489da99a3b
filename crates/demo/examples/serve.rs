//! Serves a recipe until standard input ends: `serve [corpora/demo/recipe.toml] [PORT]`. For
//! trying a client by hand.

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use magpie_corpus::{Corpus, Recipe};
use magpie_demo::{Server, ServerOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let recipe = match arguments.next() {
        Some(path) => Recipe::read(Path::new(&path))?,
        None => Recipe::demo(),
    };
    let port = arguments.next().map_or(Ok(0), |port| port.parse())?;
    let corpus = Corpus::generate(&recipe)?;
    let server = Server::start(ServerOptions { corpus, port, ..ServerOptions::default() })?;
    let mut out = io::stdout();
    writeln!(out, "export AWS_ENDPOINT_URL={}", server.endpoint_url())?;
    writeln!(out, "export AWS_ACCESS_KEY_ID={}", Server::ACCESS_KEY_ID)?;
    writeln!(out, "export AWS_SECRET_ACCESS_KEY={}", Server::SECRET_ACCESS_KEY)?;
    writeln!(out, "export AWS_REGION={}", Server::REGION)?;
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}
