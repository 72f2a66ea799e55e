import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ShownTemplate, TemplateProblem } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { partId } from '../../communicate/linter/Findings.tsx'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { SaveTemplate } from './SaveTemplate.tsx'
import { TemplatePreview } from './TemplatePreview.tsx'
import styles from './Templates.module.css'
import { parts as partNames, type TemplateKey } from './templates.ts'
import { useCheckTemplate } from './use-check-template.ts'
import { Variables } from './Variables.tsx'

type Words = Record<string, string>

/** The parts as they are written, with what is wrong under each; beside them what they become. */
export function TemplateEditor({ of, shown }: { of: TemplateKey; shown: ShownTemplate }) {
  const may = useMay('write-update')
  const newest = shown.versions[0]
  const before = (newest?.parts ?? shown.inForce ?? shown.general ?? { title: '' }) as Words
  const [words, setWords] = useState<Words>(before)
  const [base, setBase] = useState(shown.summary.revision)
  const [saving, setSaving] = useState(false)
  const check = useCheckTemplate(of, words)
  const changed = partNames.some((part) => (words[part] ?? '') !== (before[part] ?? '')) || (newest === undefined && shown.inForce === null)
  const stale = base !== shown.summary.revision
  const wrongIn = (part: string) => check.problems.filter((problem) => problem.part === part).map(inWords)
  return (
    <div className={styles.columns}>
      <Card
        title={t('templates.words')}
        aside={
          may && (
            <Button size="xs" disabled={!changed || stale || !check.right} onClick={() => setSaving(true)}>
              {t('templates.save')}
            </Button>
          )
        }
      >
        <Stack gap="sm">
          {!may && <Alert color="gray">{t('templates.readOnly')}</Alert>}
          {stale && (
            <Alert color="amber">
              <Group justify="space-between" gap="sm">
                {t('templates.stale')}
                <Button size="xs" variant="default" onClick={() => setBase(shown.summary.revision)}>
                  {t('templates.takeOver')}
                </Button>
              </Group>
            </Alert>
          )}
          {shown.inForce === null && newest === undefined && (
            <Text size="sm" c="dimmed">
              {t('templates.beginning')}
            </Text>
          )}
          {partNames.map((part) => (
            <Textarea
              key={part}
              id={partId(part)}
              label={part === 'title' ? t('part.title') : tOf('part', part)}
              required={part === 'title'}
              readOnly={!may}
              minRows={1}
              autosize
              maxLength={4_000}
              spellCheck
              lang={of.locale}
              value={words[part] ?? ''}
              error={wrongIn(part).length > 0 ? wrongIn(part).join(' ') : undefined}
              onChange={(event) => {
                const text = event.currentTarget.value
                setWords((known) => ({ ...known, [part]: text }))
              }}
            />
          ))}
          <Variables variables={shown.variables} />
        </Stack>
      </Card>
      <Stack gap="md">
        <ErrorNote error={check.failed} />
        <TemplatePreview check={check} />
      </Stack>
      {saving && (
        <SaveTemplate
          of={of}
          parts={writtenOf(words)}
          revision={base}
          close={() => setSaving(false)}
          saved={(revision) => {
            setBase(revision)
            setSaving(false)
          }}
        />
      )}
    </div>
  )
}

/** An empty part stays, as a field for a person, where the template has it; what was never there is left out. */
export const writtenOf = (words: Words): Words => Object.fromEntries(partNames.flatMap((part) => (words[part] === undefined ? [] : [[part, words[part]]])))

const inWords = ({ line, column, message }: TemplateProblem) => t('templates.problem', { line, column, message })
