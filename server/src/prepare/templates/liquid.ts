// A template is Liquid, kept small: no files, no assignments, known variables only, and an end to everything. What is put in is text and is never read as Liquid.
import { Context, Liquid, type StaticAnalysis, type Template, toValueSync } from 'liquidjs'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import { noSuch, shown } from '../playbooks/nearest.ts'
import type { TemplateProblem } from './templates.contract.ts'
import { exampleValues, leastValues, Values, type VariableName, variableNames, variables } from './variables.ts'

const mostCharacters = 4_000
// The time is only the last fence: on a busy machine a harmless template takes its time, and must not keep a node from starting.
const [mostWrites, mostOutput, mostMemory, mostMilliseconds] = [2_000, 40_000, 20_000, 2_000]
/** Longer lists are cut before they are put in. */
const longestList = 200

const tags = ['if', 'unless', 'case', 'for', 'break', 'continue', 'comment', '#'] as const
const filters = [
  'append',
  'at_least',
  'at_most',
  'capitalize',
  'default',
  'divided_by',
  'downcase',
  'first',
  'join',
  'last',
  'minus',
  'plus',
  'prepend',
  'remove',
].concat(['replace', 'round', 'size', 'strip', 'times', 'truncate', 'truncatewords', 'upcase'])

const engine = (() => {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Whoever writes `if estimate` means: where there is one.
    jsTruthy: true,
    parseLimit: mostCharacters + 1,
    renderLimit: mostMilliseconds,
    memoryLimit: mostMemory,
    // There is nothing to include, wherever somebody looks for it.
    templates: {},
    dynamicPartials: false,
    cache: false,
  })
  for (const table of [liquid.tags, liquid.filters] as Record<string, unknown>[])
    for (const name of Object.keys(table)) if (!(tags as readonly string[]).includes(name) && !filters.includes(name)) delete table[name]
  return liquid
})()

/** Every problem of a template, with its place in its part; none: it can be rendered whatever is known of a crisis. */
export function checkParts(parts: Parts): TemplateProblem[] {
  const wrong = (Object.entries(parts) as [keyof Parts, string | undefined][]).flatMap(([part, text]) =>
    problemsOf(text ?? '').map((problem) => ({ part, ...problem })),
  )
  if (wrong.some(({ part }) => part === 'title')) return wrong
  const title = (values: Values) => oneLine(render(engine.parse(parts.title), values)).trim()
  const empty = title(exampleValues) === '' ? 'is empty: every message has a title' : title(leastValues) === '' ? 'is empty where nothing is known yet' : ''
  return empty ? [{ part: 'title', line: 1, column: 1, message: empty }, ...wrong] : wrong
}

type Problem = Omit<TemplateProblem, 'part'>
const start = { line: 1, column: 1 }

function problemsOf(text: string): Problem[] {
  if (text.length > mostCharacters)
    return [{ ...start, message: `is too long: ${text.length.toLocaleString('en')} characters, at most ${mostCharacters.toLocaleString('en')}` }]
  try {
    const template = engine.parse(text)
    const unknown = unknownIn(engine.analyzeSync(template, { partials: false }))
    if (unknown.length > 0) return unknown
    for (const values of [exampleValues, leastValues, mostValues]) render(template, values)
    return []
  } catch (error) {
    return [inWords(error)]
  }
}

/** The parts with everything put in; what stands where is cut at a word where it would be too long to publish. Of templates that were checked. */
export function rendered(parts: Parts, values: Values): Parts {
  const known = Values.parse(values) as Values
  const bounded = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, longestList) : value])) as Values
  return Object.fromEntries(
    (Object.entries(parts) as [keyof Parts, string][]).map(([part, text]) => {
      const said = render(engine.parse(text), bounded).trim()
      return [part, cut(part === 'title' ? oneLine(said) : said, longest(part))]
    }),
  ) as Parts
}

/** The same small Liquid for other texts, with plain variables of their own. */
export function problemsIn(text: string, examples: Record<string, string>): Problem[] {
  if (text.length > mostCharacters) return [{ ...start, message: `is too long: at most ${mostCharacters.toLocaleString('en')} characters` }]
  try {
    const template = engine.parse(text)
    const unknown = Object.values(engine.analyzeSync(template, { partials: false }).globals).flatMap((uses) =>
      uses.flatMap(({ segments: [root, ...rest], location: { row, col } }): Problem[] => {
        const name = String(root)
        if (Object.hasOwn(examples, name) && rest.length === 0) return []
        return [{ line: row, column: col, message: noSuch('variable', [name, ...rest.map(String)].join('.'), Object.keys(examples)) }]
      }),
    )
    if (unknown.length > 0) return unknown
    render(template, examples as Values)
    return []
  } catch (error) {
    return [inWords(error)]
  }
}
/** Of a text that was checked. */
export const renderedText = (text: string, values: Record<string, string>): string => render(engine.parse(text), values as Values)

function render(template: Template[], values: Values): string {
  const written: string[] = []
  let size = 0
  const emitter = {
    buffer: '',
    write(piece: unknown) {
      const text = Array.isArray(piece) ? piece.join('') : String(piece ?? '')
      size += text.length
      if (written.length >= mostWrites || size > mostOutput) throw new TooMuch()
      written.push(text)
    },
  }
  toValueSync(engine.renderer.renderTemplates(template, new Context({ ...values }, engine.options, { sync: true }), emitter))
  return written.join('')
}

class TooMuch extends Error {}
const tooMuch = 'this makes too much: fewer rounds, or less text in each'

/** Variables that are not there, and parts that they do not have. Names that a loop gives are its own. */
function unknownIn({ globals, variables: all }: StaticAnalysis): Problem[] {
  const found = Object.values(globals).flatMap((uses) =>
    uses.flatMap(({ segments: [root], location: { row, col } }): Problem[] => {
      const name = String(root)
      return Object.hasOwn(variables, name) ? [] : [{ line: row, column: col, message: noVariable(name) }]
    }),
  )
  if (found.length > 0) return found
  return Object.values(all).flatMap((uses) =>
    uses.flatMap(({ segments: [root, ...rest], location: { row, col } }): Problem[] => {
      const parts = partsOf(String(root))
      const [first, second] = rest.map(String)
      if (first === undefined || (second === undefined && typeof rest[0] === 'string' && parts.includes(first))) return []
      const which = shown(second !== undefined && parts.includes(first) ? `${first}.${second}` : first)
      return [{ line: row, column: col, message: `${String(root)} has no part ${which}${parts.length > 0 ? `; there are ${parts.join(', ')}` : ''}` }]
    }),
  )
}

const noVariable = (name: string) => noSuch('variable', name, variableNames).replace(/there are (.*) and \d+ more/, `there are ${variableNames.join(', ')}`)
const partsOf = (name: string): string[] => {
  if (name === 'forloop') return ['first', 'index', 'index0', 'last', 'length', 'rindex', 'rindex0']
  return Object.hasOwn(variables, name) && variables[name as VariableName].type === 'list' ? ['first', 'last', 'size'] : []
}

/** What the reader of templates says, in our words, with its place. */
function inWords(error: unknown): Problem {
  if (error instanceof TooMuch) return { ...start, message: tooMuch }
  const { message, token, originalError } = error as { message: string; token?: { getPosition(): [number, number] }; originalError?: unknown }
  const [line, column] = token?.getPosition() ?? [1, 1]
  const at = (sentence: string): Problem => ({ line, column, message: sentence })
  if (originalError instanceof TooMuch || message.startsWith('memory alloc')) return at(tooMuch)
  if (/^(?:template )?render.*limit/.test(message)) return at('this takes too much time: fewer rounds')
  const [, open] = /^tag \{% *(\w+)[\s\S]* not closed/.exec(message) ?? []
  if (open) return at(`{% ${open} … %} is not closed; end it with {% end${open} %}`)
  const [, tag] = /^tag "([^"]*)" not found/.exec(message) ?? []
  if (tag !== undefined) return at(noSuch('tag', tag, tags))
  const [, filter] = /^undefined filter: (\S+?),? /.exec(`${message} `) ?? []
  if (filter !== undefined) return at(noFilter(filter))
  if (/^output .* not closed/s.test(message)) return at('{{ is not closed; end it with }}')
  if (/^tag .* not closed/s.test(message)) return at('{% is not closed; end it with %}')
  if (/^invalid value expression: ""/.test(message)) return at('there is nothing in the braces')
  return at(`this cannot be read (${message.replace(/, line:\d+, col:\d+[\s\S]*$/, '')})`)
}
const noFilter = (name: string) => noSuch('filter', name, filters).replace(/there are (.*) and \d+ more/, `there are ${filters.join(', ')}`)

/** As much as there can be in a list. */
const mostValues: Values = {
  ...exampleValues,
  service_names: Array.from({ length: longestList }, () => 'A service'),
  region_names: Array.from({ length: longestList }, () => 'eu'),
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ')
/** What `Parts` allows. */
const longest = (part: string) => ({ title: 150, estimate: 500, why: 4_000, prevention: 4_000 })[part] ?? 2_000
const cut = (text: string, most: number) =>
  text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .replace(/\s+\S*$/, '')
        .trimEnd()}…`
