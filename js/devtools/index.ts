// The npm subpath `nearside/devtools`: `open(client)` shows the inspector and gives the function that closes it.
//
// Importing it does nothing, so servers may import it too; load it on demand.

export type { Inspectable } from "./inspected";
export { open } from "./inspector";
