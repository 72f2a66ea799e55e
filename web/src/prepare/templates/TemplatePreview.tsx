import { SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { Findings } from '../../communicate/linter/Findings.tsx'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import styles from './Templates.module.css'
import { parts } from './templates.ts'
import type { TemplateCheck } from './use-check-template.ts'

/** What the words become with examples, late and early in a crisis, and what the linter says of that. */
export function TemplatePreview({ check: { preview, problems, findings } }: { check: TemplateCheck }) {
  const [when, setWhen] = useState<'known' | 'early'>('known')
  return (
    <>
      <Card
        title={t('templates.becomes')}
        aside={
          <SegmentedControl
            size="xs"
            aria-label={t('templates.when')}
            value={when}
            onChange={(value) => setWhen(value as typeof when)}
            data={(['known', 'early'] as const).map((value) => ({ value, label: tOf('templates.when', value) }))}
          />
        }
      >
        {preview ? (
          <dl className={styles.parts} aria-live="polite">
            {parts.map((part) => {
              const text = preview[when][part]
              return (
                text !== undefined && (
                  <div key={part}>
                    <dt>{part === 'title' ? t('part.title') : tOf('part', part)}</dt>
                    <dd>
                      {text === '' ? (
                        <Text size="sm" c="dimmed" span>
                          {t('templates.empty')}
                        </Text>
                      ) : part === 'title' ? (
                        <b>{text}</b>
                      ) : (
                        text
                      )}
                    </dd>
                  </div>
                )
              )
            })}
          </dl>
        ) : (
          <Text size="sm" role="status">
            {problems.length > 0 ? tn('templates.problems', problems.length) : t('editor.checking')}
          </Text>
        )}
      </Card>
      {findings.length > 0 && (
        <Card title={t('templates.linter')}>
          <Findings findings={findings} warnings={[]} />
        </Card>
      )}
    </>
  )
}
