import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { AnswerView, ConversationsOfCrisis } from './answers.ts'
import type { WriteAnswer } from '../../../../server/src/support/answers/answers.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { t, tn } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { number } from '../../ui/format.ts'
import { isProblem } from '../../ui/problem.ts'
import { useWrite } from '../../ui/use-write.ts'
import { conversationsKey } from '../conversations/conversations.ts'
import { AnswerSamples } from './AnswerSamples.tsx'
import { AnswerTexts } from './AnswerTexts.tsx'
import styles from './Answers.module.css'
import { type HoldReason, holds, usePreview } from './answers.ts'
import { HoldFields } from './HoldFields.tsx'
import { PublicTexts } from './PublicTexts.tsx'
import { saysTheSame, written } from './written.ts'

type Sent = WriteAnswer & { seal: string }

/** One answer for all who are linked: the words, who is left to a person, and beside it exactly what each of them would read. Only what was looked at is sent. */
export function AnswerDialog({ draft, restored = false, close }: { draft: ConversationsOfCrisis['draft']; restored?: boolean; close: () => void }) {
  const { id } = useRoom()
  const [texts, setTexts] = useState<Record<string, string>>(Object.keys(draft.texts).length > 0 ? draft.texts : { en: '' })
  const [publicTexts, setPublicTexts] = useState<Record<string, string>>({})
  const [hold, setHold] = useState<HoldReason[]>(restored ? ['still-broken'] : [...holds])
  const [late, setLate] = useState(true)
  const given = written({
    ...(restored ? { kind: 'restored' as const } : {}),
    ...{ texts, publicTexts, hold, late },
    ...(draft.updateId && saysTheSame(texts, draft.texts) ? { updateId: draft.updateId } : {}),
  })
  const [looked] = useDebouncedValue(given, 400)
  const { preview, fresh, error, again } = usePreview(id, looked)
  const send = useWrite<AnswerView, Sent>({
    path: crisisPath(id, '/answers'),
    touches: [conversationsKey],
    done: ({ state }) => t(state === 'waiting' ? 'answers.askedDone' : 'answers.sendingDone'),
    after: close,
  })
  // What is sent is what the preview beside it is of.
  const ready = fresh && given !== undefined && JSON.stringify(given) === JSON.stringify(looked) && preview !== undefined
  const changed = isProblem(send.error) && send.error.code === 'changed-meanwhile'
  return (
    <Modal opened onClose={close} title={t(restored ? 'answers.restoredTitle' : 'answers.answerAll')} size="min(1280px, 96vw)" closeOnClickOutside={false}>
      <div className={styles.dialog}>
        <Stack gap="md" className={styles.writing}>
          <AnswerTexts texts={texts} change={setTexts} draft={draft} languages={preview?.languages ?? []} />
          {preview && preview.inPublic > 0 && <PublicTexts texts={publicTexts} change={setPublicTexts} locales={Object.keys(texts)} count={preview.inPublic} />}
          <HoldFields hold={hold} change={setHold} late={late} onLate={setLate} preview={preview} restored={restored} />
        </Stack>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section aria-label={t('answers.preview')} className={styles.preview} tabIndex={0}>
          {given === undefined && <Text c="dimmed">{t('answers.needText')}</Text>}
          <ErrorNote error={error} retry={again} />
          {preview && (
            <>
              <Text fw={600} role="status" aria-live="polite">
                {t('answers.counts', { answered: number(preview.answered), held: number(preview.heldTotal) })}
              </Text>
              {preview.suggested > 0 && <Text size="sm">{tn('answers.onlySuggested', preview.suggested)}</Text>}
              {preview.agreement && (
                <Alert color="amber" p="xs">
                  {t('answers.needsOther')}
                </Alert>
              )}
              <AnswerSamples samples={preview.samples} />
            </>
          )}
        </section>
      </div>
      <Stack gap="xs" mt="md">
        {changed && (
          <Alert color="amber" role="alert" title={t('answers.changed')}>
            {t('answers.changedText')}
          </Alert>
        )}
        {!changed && <ErrorNote error={send.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            disabled={!ready || preview.answered === 0}
            loading={send.isPending}
            onClick={() => {
              if (given && preview) send.mutate({ ...given, seal: preview.seal }, { onError: () => void again() })
            }}
          >
            {preview?.agreement ? tn('answers.askAgreement', preview.answered) : tn('answers.sendTo', preview?.answered ?? 0)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
