import { Alert, Anchor, Button, Center, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense, useRef, useState } from 'react'
import type { ShownPlaybook } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tn } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { dropDraft, keepDraft, keptDraft } from './kept-draft.ts'
import { ProblemList } from './ProblemList.tsx'
import { useShown } from './playbook.ts'
import { SaveDialog } from './SaveDialog.tsx'
import { useCheck } from './use-check.ts'
import type { EditorHandle } from './YamlEditor.tsx'

const YamlEditor = lazy(() => import('./YamlEditor.tsx').then((module) => ({ default: module.YamlEditor })))

/** The text of the playbook; problems while one writes, the difference before one saves. Another playbook is another editor. */
export function Edit() {
  const shown = useShown()
  return <EditOne key={shown.summary.key} shown={shown} />
}

function EditOne({ shown }: { shown: ShownPlaybook }) {
  const { key, title, revision } = shown.summary
  const may = useMay('playbook')
  const [kept] = useState(() => keptDraft(key))
  const [yaml, setYaml] = useState(kept?.yaml ?? shown.yaml)
  /** The revision that the text was made from. */
  const [base, setBase] = useState(kept?.revision ?? revision)
  const [saving, { open, close }] = useDisclosure(false)
  const editor = useRef<EditorHandle>(null)
  const { problems, checking, failed, right } = useCheck(yaml)
  const changed = yaml !== shown.yaml
  const stale = base !== revision
  const change = (text: string) => {
    setYaml(text)
    if (text === shown.yaml) dropDraft(key)
    else keepDraft(key, { yaml: text, revision: base })
  }
  const revert = () => {
    setBase(revision)
    editor.current?.replace(shown.yaml)
    dropDraft(key)
  }
  return (
    <Stack gap="sm">
      {!may && <Alert color="gray">{t('editor.readOnly')}</Alert>}
      {stale && changed && (
        <Alert color="amber">
          <Group justify="space-between" gap="sm">
            {t('editor.stale')}
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setBase(revision)
                keepDraft(key, { yaml, revision })
              }}
            >
              {t('editor.takeOver')}
            </Button>
          </Group>
        </Alert>
      )}
      <Group justify="space-between" gap="sm">
        {changed && problems[0] ? (
          <Text size="sm" className="lw-red">
            {tn('editor.problems', problems.length)}{' '}
            <Anchor component="button" type="button" size="sm" onClick={() => problems[0] && editor.current?.goTo(problems[0].line, problems[0].column)}>
              {t('editor.goTo', { line: problems[0].line })}
            </Anchor>
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {changed ? t('editor.unsaved') : t('editor.help')}
          </Text>
        )}
        <Group gap="xs">
          {changed && (
            <Button variant="subtle" color="gray" onClick={revert}>
              {t('editor.revert')}
            </Button>
          )}
          <Button onClick={open} disabled={!may || !changed || !right || stale} title={t('editor.saveHint')}>
            {t('editor.save')}
          </Button>
        </Group>
      </Group>
      <Paper style={{ overflow: 'hidden' }}>
        <Suspense
          fallback={
            <Center p="xl">
              <Loader role="status" size="sm" aria-label={t('editor.loading')} />
            </Center>
          }
        >
          <YamlEditor ref={editor} label={t('editor.label')} text={yaml} onChange={change} problems={problems} readOnly={!may} />
        </Suspense>
      </Paper>
      <ErrorNote error={failed} />
      <ProblemList problems={problems} checking={checking} onGo={(problem) => editor.current?.goTo(problem.line, problem.column)} />
      {saving && (
        <SaveDialog
          playbook={{ key, title, revision: base }}
          yaml={yaml}
          close={close}
          saved={(next) => {
            dropDraft(key)
            setBase(next)
          }}
        />
      )}
    </Stack>
  )
}
