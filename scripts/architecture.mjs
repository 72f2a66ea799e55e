// The shape of the code, checked: which way imports may go, that rules stay pure, that files stay short, that documents name paths that exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const phases = ['prepare', 'detect', 'assess', 'stabilize', 'communicate', 'support', 'remediate', 'restore', 'learn']
const impure = [
  ['reads the time', /new Date\(\)|Date\.now\(/],
  ['is random', /Math\.random|randomUUID|randomBytes/],
  ['touches the database', /from 'kysely'|from 'pg'/],
  ['does I/O', /from 'node:fs'|fetch\(/],
]
const wrong = []
const files = walk(root).filter((file) => /\.(ts|tsx)$/.test(file))
let imports = 0

for (const file of files) {
  const path = relative(root, file)
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length
  const isSpec = /\.spec\.ts$/.test(path)
  // A catalogue of words is a list, however many there are.
  const isList = /\/words\/|\.words\.ts$/.test(path)
  if (lines > (isList ? 400 : isSpec || path.startsWith('journeys') || path.startsWith('e2e') ? 420 : 250))
    wrong.push(`${path} has ${lines} lines: an idea in it wants its own file`)
  for (const [, from] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    imports += 1
    const target = relative(root, resolve(dirname(file), from))
    if (path.startsWith('server/src/platform/') && !isSpec && phases.some((phase) => target.startsWith(`server/src/${phase}/`)))
      wrong.push(`${path} is platform and imports ${target}: no crisis words in there`)
    if (path.startsWith('web/src/ui/') && phases.some((phase) => target.startsWith(`web/src/${phase}/`)))
      wrong.push(`${path} is ui and imports ${target}: no crisis words in there`)
    if (path.startsWith('server/') && target.startsWith('web/')) wrong.push(`${path} imports ${target}: the server does not know the console`)
    if (path.startsWith('web/src/') && target.startsWith('server/') && !/\.contract\.ts$/.test(target))
      wrong.push(`${path} imports ${target}: the console may import contracts only`)
    if (path.startsWith('channels/') && !target.startsWith('channels/')) wrong.push(`${path} imports ${target}: a channel knows nothing of crises`)
  }
  if (isRule(path)) for (const [what, pattern] of impure) if (pattern.test(text)) wrong.push(`${path} is a rule and ${what}`)
}

/** A rule is a file x.ts beside its x.spec.ts that exports a decider or plain functions. */
function isRule(path) {
  return (
    /^server\/src\/(?!platform|demo).*\/[a-z-]+\.ts$/.test(path) &&
    !/\.(spec|contract|facts|routes|store|view|pages|plan|html|css)\.ts$/.test(path) &&
    existsSync(join(root, path.replace(/\.ts$/, '.spec.ts'))) &&
    /: Decider</.test(readFileSync(join(root, path), 'utf8'))
  )
}

for (const doc of [
  ...walk(join(root, 'docs')).filter((file) => file.endsWith('.md')),
  ...['README.md', 'ARCHITECTURE.md', 'STYLE.md', 'CONTRIBUTING.md'].map((file) => join(root, file)),
].filter(existsSync))
  for (const [, path] of readFileSync(doc, 'utf8').matchAll(/`((?:server|web|cli|channels|docs|migrations|playbooks|journeys|bench|e2e|scripts)\/[\w./-]+)`/g))
    if (!existsSync(join(root, path))) wrong.push(`${relative(root, doc)} names ${path}, which does not exist`)

const names = new Map()
for (const file of files.filter((each) => each.endsWith('.spec.ts')))
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/^\s*describe\('([^']+)'/gm)) {
    if (names.has(name)) wrong.push(`two specifications are called “${name}”: ${names.get(name)} and ${relative(root, file)}`)
    names.set(name, relative(root, file))
  }
if (imports < 300) wrong.push(`only ${imports} imports were seen: this check does not see the code`)

if (wrong.length > 0) {
  console.error(wrong.join('\n'))
  process.exit(1)
}
console.log(`${files.length} files, ${imports} imports`)

function walk(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    ['node_modules', 'dist', '.git', '.leeward'].includes(entry.name) ? [] : entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}
