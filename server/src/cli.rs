//! The command line: words, flags and exit codes (0 done, 1 the data says no, 2 wrong usage).

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Jingwei 经纬: grid governance, from report to answer, in one binary.
#[derive(Debug, Parser)]
#[command(name = "jingwei", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub place: Place,
}

/// Where things are; every command takes these.
#[derive(Args, Clone, Debug, Default)]
pub struct Place {
    /// Configuration file (jingwei.toml)
    #[arg(long, global = true, value_name = "FILE", env = "JINGWEI_CONFIG")]
    pub config: Option<PathBuf>,
    /// Data folder: database, attachments, keys
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<String>,
    /// Database: sqlite:PATH or postgres://…
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web, the API and the protocols
    Serve {
        /// Address to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
    },
    /// Build the fictional demo city once, then serve it
    Demo {
        /// How large
        #[arg(long, default_value = "small")]
        scale: Scale,
        /// Address to listen on; a demo stays on this machine unless told otherwise
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        /// Build only, do not serve
        #[arg(long)]
        build_only: bool,
        /// How many cases to generate instead
        #[arg(long, value_name = "N")]
        cases: Option<u32>,
    },
    /// Bring in areas, organisations, people, calendars or the history of cases
    Import(Import),
    /// Add grid, village … county and a column per layer to a table of points
    Locate(Locate),
    /// Forms of departments: XLSForm workbooks
    Forms {
        #[command(subcommand)]
        action: FormsAction,
    },
    /// Check a scenario pack, or add it to the database
    Pack {
        #[command(subcommand)]
        action: PackAction,
    },
    /// Give somebody a new password, read from standard input
    Password {
        /// Whose
        login: String,
    },
    /// Recompute every hash chain and compare rows with facts; exit 1 on a break
    Verify,
    /// Make anew, from the ledger, what is derived from it
    Rebuild {
        /// What
        what: Derived,
    },
    /// Write database and attachments, as they are at one moment, into one file; the server may go on serving
    Backup {
        /// Where to; it must not be there yet
        file: PathBuf,
        /// Put the key of the protected values into it too: whoever holds the file can then read them
        #[arg(long)]
        with_key: bool,
    },
    /// Restore a backup into an empty place, of either kind of database, after verifying it
    Restore {
        /// What `backup` wrote
        file: PathBuf,
        /// The key of the protected values, when neither the backup nor the data folder has it
        #[arg(long, value_name = "FILE")]
        vault_key: Option<PathBuf>,
    },
    /// The keys that seal protected values
    Keys {
        /// What to do
        #[command(subcommand)]
        action: KeyAction,
    },
    /// Print the OpenAPI document
    Openapi,
}

/// What is done with keys.
#[derive(Debug, Subcommand)]
pub enum KeyAction {
    /// Which there are, which seals, and how far older values have been brought under it
    List,
    /// A new key: it seals from now on, a server that runs brings everything under it while it serves
    Rotate,
    /// Take an old key away; refused while anything is sealed under it
    Retire {
        /// Its id
        key: String,
    },
}

/// What can be made anew from the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Derived {
    /// The numbers of the statistics pages
    Counters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scale {
    /// 2,408 grids and 20,000 cases of a year
    Small,
    /// The same grids with the books of a prefecture: 1.74 million cases of three years
    City,
}

#[derive(Args, Debug)]
pub struct Import {
    /// What the file holds
    pub kind: ImportKind,
    /// GeoJSON, CSV, XLSX or JSON lines; .gz is unpacked
    pub file: PathBuf,
    /// How its columns and properties are to be read
    #[arg(long, value_name = "MAP.yaml")]
    pub map: Option<PathBuf>,
    /// Check and report, change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Kind of the records (register): person, dwelling, organisation …
    #[arg(long = "kind", value_name = "KIND")]
    pub kind_of: Option<String>,
    /// What the list is called (register): small letters, digits, - and _
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// Compare what is new with the other lists afterwards, for this purpose of the kind (register)
    #[arg(long, value_name = "PURPOSE")]
    pub link: Option<String>,
    /// Where to put rows that cannot be imported (cases, register)
    #[arg(long, value_name = "FILE.csv")]
    pub rejects: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    Divisions,
    Grids,
    Layer,
    Units,
    Staff,
    Calendar,
    Cases,
    Register,
}

#[derive(Args, Debug)]
pub struct Locate {
    /// CSV with a header; .gz is unpacked
    pub file: PathBuf,
    /// Column of the longitude
    #[arg(long, value_name = "COL")]
    pub lon: String,
    /// Column of the latitude
    #[arg(long, value_name = "COL")]
    pub lat: String,
    /// Coordinates: wgs84, gcj02 or bd09
    #[arg(long, default_value = "wgs84")]
    pub datum: String,
    /// Where to write; standard output when not given
    #[arg(long, value_name = "FILE.csv")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum FormsAction {
    /// Write the XForm of a workbook, or say what is wrong with it, with sheet, row and column
    Convert {
        /// XLSForm: XLSX, XLS, CSV or a markdown table
        file: PathBuf,
        /// Where to write; standard output when not given. Choices kept outside of the form go beside it as itemsets.csv
        #[arg(long, value_name = "FILE.xml")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum PackAction {
    /// Find what is wrong with a pack, with file and line
    Check {
        /// The pack's folder
        dir: PathBuf,
    },
    /// Check a pack and store it as a version in the database
    Add {
        /// The pack's folder
        dir: PathBuf,
        /// Enable this version at once
        #[arg(long)]
        enable: bool,
    },
}
