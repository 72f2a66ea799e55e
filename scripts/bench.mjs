// npm run bench -- NAME: on the project's own Node.
import { installMissing, runOwnNode } from './start.mjs'

installMissing()
runOwnNode(['bench/run.ts', ...process.argv.slice(2)])
