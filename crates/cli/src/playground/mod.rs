//! Serves the page and files to the browser of this machine.

mod files;
#[cfg(feature = "playground")]
mod page;
mod request;
mod response;
mod server;

#[cfg(feature = "playground")]
use std::io::{Write, stdout};
#[cfg(feature = "playground")]
use std::net::{Ipv4Addr, TcpListener};

#[cfg(feature = "playground")]
use crate::args::PlaygroundArgs;
#[cfg(feature = "playground")]
use crate::errors::{Failure, note};

/// Serves until the program is stopped.
#[cfg(feature = "playground")]
pub(crate) fn serve(args: &PlaygroundArgs) -> Result<(), Failure> {
    let files = files::ServedFile::all(&args.data)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(|error| {
        Failure::usage(
            format!("port {} of 127.0.0.1 cannot be used: {error}", args.port),
            "name another with --port, or 0 for a free one",
        )
    })?;
    let port = listener.local_addr().map_err(Failure::Output)?.port();
    let url = format!("http://127.0.0.1:{port}/");
    writeln!(stdout(), "the page is at {url} until Ctrl-C").map_err(Failure::Output)?;
    if !args.no_open
        && let Err(error) = open::that_detached(&url)
    {
        note(&format!("no browser could be started ({error}); open {url} yourself"));
    }
    let site = server::Site { page: page::file, files, port };
    server::run(&listener, &std::sync::Arc::new(site));
    Ok(())
}
