import { Anchor, Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import styles from '../calls/Calls.module.css'
import { spoken } from '../calls/spoken.ts'
import { type Outcome, type Owned, outcomes, useNoteCall, useScript } from './owners.ts'

/** Whom to ask for, what to say, and what came of it: one screen for one call. */
export function CallDialog({ account, close }: { account: Owned; close: () => void }) {
  const { id } = useRoom()
  const script = useScript(id, account.accountId)
  const [outcome, setOutcome] = useState<Outcome>()
  const [note, setNote] = useState('')
  const [nextStep, setNextStep] = useState('')
  const [nextOn, setNextOn] = useState('')
  const write = useNoteCall(id, account, close)
  const wrong = fieldErrors(write.error, ['note', 'nextStep', 'nextOn'] as const)
  return (
    <Modal opened onClose={close} title={t('owners.callOf', { name: account.name })} size="lg">
      <Stack>
        {account.people.length === 0 ? (
          <Text size="sm">{t('owners.nobody')}</Text>
        ) : (
          <ul className={styles.people}>
            {account.people.map(({ name, position, phone, email }) => (
              <li key={email}>
                {phone && (
                  <Anchor href={`tel:${phone}`} className={`${styles.phone} lw-figures`}>
                    {phone}
                  </Anchor>
                )}{' '}
                <Text span size="sm">
                  {[name, position, email].filter(Boolean).join(' · ')}
                </Text>
              </li>
            ))}
          </ul>
        )}
        <Loaded query={script}>
          {({ updateId, title, lines, language }) => (
            <>
              <section aria-label={t('owners.script')} className={styles.say} lang={language}>
                <h3>{title}</h3>
                <dl>
                  {lines.map(({ label, text }) => (
                    <div key={label + text}>
                      {label && <dt>{label}</dt>}
                      {spoken(text).map((line) => (
                        <dd key={line}>{line}</dd>
                      ))}
                    </div>
                  ))}
                </dl>
              </section>
              <Text size="xs" c="dimmed">
                {t('owners.scriptHint')}
              </Text>
              <Radio.Group
                label={t('owners.outcome')}
                required
                value={outcome ?? null}
                onChange={(value) => setOutcome(outcomes.find((each) => each === value))}
              >
                <Group gap="8px 16px" mt={6}>
                  {outcomes.map((each) => (
                    <Radio key={each} value={each} label={tOf('owners.outcomeOf', each)} />
                  ))}
                </Group>
              </Radio.Group>
              <Textarea label={t('owners.note')} maxLength={1_000} value={note} error={wrong.note} onChange={(event) => setNote(event.currentTarget.value)} />
              <Group grow align="flex-start">
                <TextInput
                  label={t('owners.nextStep')}
                  maxLength={300}
                  value={nextStep}
                  error={wrong.nextStep}
                  onChange={(event) => setNextStep(event.currentTarget.value)}
                />
                <TextInput
                  type="date"
                  label={t('owners.nextOnDay')}
                  value={nextOn}
                  error={wrong.nextOn}
                  onChange={(event) => setNextOn(event.currentTarget.value)}
                />
              </Group>
              <Group justify="flex-end" align="flex-start">
                <Button variant="default" onClick={close}>
                  {t('cancel')}
                </Button>
                <ActionButton
                  write={write}
                  body={{ updateId, outcome: outcome ?? 'no-answer', note: note.trim() || null, nextStep: nextStep.trim() || null, nextOn: nextOn || null }}
                  disabled={!outcome}
                  quiet={Object.keys(wrong).length > 0}
                  may="call"
                >
                  {t('owners.done')}
                </ActionButton>
              </Group>
            </>
          )}
        </Loaded>
      </Stack>
    </Modal>
  )
}
