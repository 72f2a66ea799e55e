import { Select } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import { Card } from '../../ui/Card.tsx'
import styles from './Plan.module.css'
import { useShown } from './playbook.ts'

const names = ['holding', 'investigating', 'identified', 'monitoring', 'resolved'] as const
const parts = ['happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate', 'why', 'prevention'] as const

/** The first words for each state; what is put in by itself is marked, what is empty is for a person. */
export function TemplatesCard() {
  const { templates, playbook } = useShown().playbook
  const [name, setName] = useState<(typeof names)[number]>('holding')
  const template = templates[name]
  return (
    <Card
      title={t('playbook.templates')}
      aside={
        <Select
          size="xs"
          w={170}
          allowDeselect={false}
          aria-label={t('playbook.templates')}
          value={name}
          onChange={(value) => value && setName(value as typeof name)}
          data={names.map((each) => ({ value: each, label: each === 'holding' ? t('playbook.template.holding') : tOf('phase', each) }))}
        />
      }
    >
      <TextLink to="/templates/one" search={{ playbook, phase: name }} size="sm">
        {t('playbook.templatesInForce')}
      </TextLink>
      <dl className={styles.parts}>
        <div>
          <dt>{t('part.title')}</dt>
          <dd>
            <b>
              <Marked text={template.title} />
            </b>
          </dd>
        </div>
        {parts.map((part) => {
          const text = template[part]
          return (
            text !== undefined && (
              <div key={part}>
                <dt>{tOf('part', part)}</dt>
                <dd>{text === '' ? <span className={styles.help}>{t('playbook.templateEmpty')}</span> : <Marked text={text} />}</dd>
              </div>
            )
          )
        })}
      </dl>
    </Card>
  )
}

function Marked({ text }: { text: string }) {
  let at = 0
  return (
    <>
      {text.split(/(\{\{[^{}]*\}\}|\{%[^{}]*%\})/).map((piece) => {
        at += piece.length
        return /^\{[{%]/.test(piece) ? <mark key={at}>{piece.slice(2, -2).trim()}</mark> : <span key={at}>{piece}</span>
      })}
    </>
  )
}
