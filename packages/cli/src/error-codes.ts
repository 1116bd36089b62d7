/** What commands refuse, by number. */
export type CliErrorCode =
  /** No checkout in the folder or above it. */
  | 'STR1901'
  /** No environment of that id. */
  | 'STR1902'
  /** The warehouse refused a load of the demo; nothing of it is loaded. */
  | 'STR1903'
  /** The demo needs the sandbox, which does not run. */
  | 'STR1904'
  /** The demo needs an environment that is not deployed. */
  | 'STR1905'
  /** A file of SQL cannot be read. */
  | 'STR1906'
  /** A table whose annotation `source` says no source. */
  | 'STR1907'
  /** No ODS table of that name with a source. */
  | 'STR1908'
  /** A folder that has no layers. */
  | 'STR1909'
  /** Errors in the SQL library. */
  | 'STR1910'
  /** An address that is none of a warehouse. */
  | 'STR1911'
  /** No commit to compare with. */
  | 'STR1912'
  /** git cannot be started. */
  | 'STR1913'
  /** A YAML file cannot be read. */
  | 'STR1914'
  /** No table or view of that name in the library. */
  | 'STR1915'
  /** A file of tests of another form. */
  | 'STR1916'
  /** No test to run. */
  | 'STR1917'
  /** No metrics: their file is missing, or says what no metric can be. */
  | 'STR1918'
  /** Settings of the linter that it does not have. */
  | 'STR1919'
  /** A test that does not fit the library: its view, tables or columns. */
  | 'STR1920'
  /** No policy file of that name. */
  | 'STR1921'
  /** Outside of the times in which the policy lets changes run. */
  | 'STR1922'
  /** A secret reference that the command line cannot resolve. */
  | 'STR1923'
  /** Options that name nothing that drifted. */
  | 'STR1924'
  /** A stage that the policy file does not have. */
  | 'STR1925'
  /** No policy of that id. */
  | 'STR1940'
  /** A file that is no plan as `terraform show -json` writes it. */
  | 'STR1941'
  /** A plan of a stack that no environment has. */
  | 'STR1942'
  /** The app does not synthesize, or is not built. */
  | 'STR1943'
  /** A Terraform state of the sandbox that cannot be read. */
  | 'STR1950'
  /** A day of expiry that is not later, or none to extend. */
  | 'STR1951'
  /** An environment that cannot be retired, or not yet. */
  | 'STR1952'
  /** What is left of an environment of the cloud is not asked. */
  | 'STR1953'
  /** A new environment of which too little is said, or that exists already. */
  | 'STR1954'
  /** The program of the state backend cannot be written. */
  | 'STR1960'
  /** Terraform could not look for the state backend, or make it. */
  | 'STR1961';
