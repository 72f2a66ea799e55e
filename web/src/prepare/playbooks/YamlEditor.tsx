// The editor itself (CodeMirror 6); only the page that edits loads it. Tab leaves it, as everywhere.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { forwardRef, useEffect, useImperativeHandle, useRef } from 'react'
import type { Problem } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'

export type EditorHandle = { goTo: (line: number, column: number) => void; replace: (text: string) => void }
type Props = { label: string; text: string; onChange: (text: string) => void; problems: Problem[]; readOnly: boolean }

export const YamlEditor = forwardRef<EditorHandle, Props>(function YamlEditor({ label, text, onChange, problems, readOnly }, handle) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })
  // The text given at first is where it starts; from then on the editor holds it.
  const first = useRef(text)
  useEffect(() => {
    const made = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of('  '),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          lintGutter(),
          yaml(),
          syntaxHighlighting(colours),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', ...(readOnly ? { 'aria-readonly': 'true' } : {}) }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString())
          }),
          look,
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [label, readOnly])

  useEffect(() => {
    const current = view.current
    if (current)
      current.dispatch(
        setDiagnostics(
          current.state,
          problems.map((problem) => diagnosticOf(current.state, problem)),
        ),
      )
  }, [problems])

  useImperativeHandle(handle, () => ({
    goTo: (line, column) => {
      const current = view.current
      if (!current) return
      const at = positionOf(current.state, line, column)
      current.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      current.focus()
    },
    replace: (next) => {
      const current = view.current
      current?.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: next } })
    },
  }))
  return <div ref={place} />
})

function positionOf(state: EditorState, line: number, column: number): number {
  const { from, to } = state.doc.line(Math.min(Math.max(1, line), state.doc.lines))
  return Math.min(from + column - 1, to)
}

/** From the place of the problem to the end of its line. */
function diagnosticOf(state: EditorState, { line, column, path, message }: Problem): Diagnostic {
  const from = positionOf(state, line, column)
  return { from, to: Math.max(from, state.doc.lineAt(from).to), severity: 'error', message: path ? `${path}: ${message}` : message }
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--lw-blue-text)' },
  { tag: [tags.string, tags.content], color: 'var(--mantine-color-text)' },
  { tag: [tags.number, tags.bool, tags.keyword], color: 'var(--lw-green-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--mantine-color-dimmed)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--mantine-color-dimmed)' },
])

const look = EditorView.theme({
  '&': { fontSize: '0.8125rem', backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)', height: 'min(70vh, 760px)' },
  '&.cm-focused': { outline: '2px solid var(--lw-blue)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--lw-blue-soft) !important' },
  '.cm-gutters': { backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-dimmed)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--lw-faint)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--lw-line)',
    borderRadius: '6px',
    maxWidth: '460px',
  },
})
