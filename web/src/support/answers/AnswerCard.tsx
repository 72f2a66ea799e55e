import { Badge, Button, Group, Paper, Progress, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useSession } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { languageName, number } from '../../ui/format.ts'
import { Moment } from '../../ui/Moment.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { conversationsKey } from '../conversations/conversations.ts'
import styles from './Answers.module.css'
import type { AnswerView } from './answers.ts'
import { deliveriesOf } from './deliveries-of.ts'
import { HeldDialog } from './HeldDialog.tsx'

const colours = { waiting: 'amber', sending: 'blue', sent: 'green', ended: 'gray', withdrawn: 'gray' } as const

/** One answer for all: who wrote it and agreed, how far it is, how it arrived, who is held back for a person. */
export function AnswerCard({ answer }: { answer: AnswerView }) {
  const { kind, state, author, agreedBy, writtenAt, planned, lateOnes, toSend, held, heldOpen, late } = answer
  const [looking, { open, close }] = useDisclosure(false)
  return (
    <Paper p="sm" component="article" aria-label={t('answers.of', { kind: tOf('answers.kind', kind), name: author.name })}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Group gap={8}>
            <Text fw={600}>{tOf('answers.kind', kind)}</Text>
            <Badge color={colours[state]}>{tOf('answers.state', state)}</Badge>
          </Group>
          <Text size="sm" c="dimmed">
            <Moment at={writtenAt} /> · {author.name}
            {agreedBy && ` · ${t('answers.agreedBy', { name: agreedBy.name })}`}
            {late && (state === 'sending' || state === 'sent') && ` · ${t('answers.lateToo')}`}
          </Text>
        </div>
        <Buttons answer={answer} />
      </Group>
      {state === 'sending' && planned + toSend > 0 && (
        <Progress
          mt="xs"
          value={(planned / (planned + toSend)) * 100}
          aria-label={t('answers.progress', { done: number(planned), all: number(planned + toSend) })}
        />
      )}
      {state !== 'waiting' && (
        <Text size="sm" mt="xs" component="div" className={styles.counts}>
          <span>{tn('answers.got', planned)}</span>
          {toSend > 0 && <span className="lw-blue">{tn('answers.toSend', toSend)}</span>}
          {lateOnes > 0 && <span>{tn('answers.lateOnes', lateOnes)}</span>}
          {deliveriesOf(answer.deliveries).map(({ label, count, tone }) => (
            <span key={label} className={tone}>
              {number(count)} {label}
            </span>
          ))}
        </Text>
      )}
      {held > 0 && (
        <Group gap="xs" mt={6}>
          <Text size="sm" className={heldOpen > 0 ? 'lw-amber' : ''}>
            {tn('answers.held', held)}
            {heldOpen > 0 ? `, ${tn('answers.heldOpen', heldOpen)}` : `, ${t('answers.heldNone')}`}
          </Text>
          <Button size="compact-sm" variant="default" onClick={open}>
            {t('answers.lookHeld')}
          </Button>
        </Group>
      )}
      <details className={styles.texts}>
        <summary>{tn('answers.inLanguages', Object.keys(answer.texts).length)}</summary>
        {Object.entries(answer.texts).map(([locale, text]) => (
          <div key={locale} lang={locale}>
            <b>{languageName(locale)}</b>
            <div className="lw-prewrap">{text}</div>
          </div>
        ))}
        {Object.entries(answer.publicTexts).map(([locale, text]) => (
          <div key={`public-${locale}`} lang={locale}>
            <b>{t('answers.saidInPublic', { language: languageName(locale) })}</b>
            <div className="lw-prewrap">{text}</div>
          </div>
        ))}
      </details>
      {looking && <HeldDialog answer={answer} close={close} />}
    </Paper>
  )
}

function Buttons({ answer: { id, state, author } }: { answer: AnswerView }) {
  const { data: me } = useSession()
  const agree = useWrite({ path: `/api/answers/${id}/agreement`, touches: [conversationsKey], done: t('answers.agreed') })
  const end = useWrite({ path: `/api/answers/${id}/end`, touches: [conversationsKey], done: t('answers.endedDone') })
  const running = state === 'waiting' || state === 'sending' || state === 'sent'
  return (
    <Group gap="xs" align="flex-start">
      {state === 'waiting' &&
        (author.id === me?.id ? (
          <Text size="sm" className="lw-amber">
            {t('answers.otherAgrees')}
          </Text>
        ) : (
          <ActionButton
            write={agree}
            body={undefined}
            size="sm"
            may="approve-update"
            confirm={{ title: t('answers.agreeToTitle'), text: t('answers.agreeToText') }}
          >
            {t('answers.agree')}
          </ActionButton>
        ))}
      {running && (
        <ActionButton
          write={end}
          body={undefined}
          size="sm"
          variant="default"
          may="answer-all"
          confirm={{
            title: t(state === 'waiting' ? 'answers.withdraw' : 'answers.end'),
            text: t(state === 'waiting' ? 'answers.withdrawText' : 'answers.endText'),
          }}
        >
          {t(state === 'waiting' ? 'answers.withdraw' : 'answers.end')}
        </ActionButton>
      )}
    </Group>
  )
}
