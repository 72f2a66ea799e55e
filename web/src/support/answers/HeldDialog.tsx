import { Checkbox, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { conversationsKey } from '../conversations/conversations.ts'
import { always, type AnswerView, type Held, type HoldReason, holds, neverLet, useHeld } from './answers.ts'

const isReason = (reason: string): reason is HoldReason => ([...holds, ...always] as readonly string[]).includes(reason)
export const reasonsOf = (reasons: readonly string[]) => reasons.map((reason) => (isReason(reason) ? tOf('answers.hold', reason) : reason)).join(', ')

/** Who a person answers instead, and why; or the answer goes to them after all. */
export function HeldDialog({ answer: { id, state }, close }: { answer: AnswerView; close: () => void }) {
  const list = useHeld(id)
  const [chosen, setChosen] = useState<readonly number[]>([])
  const mayLet = useMay('answer-all') && (state === 'sending' || state === 'sent')
  const letGo = useWrite<{ let: number }, { conversations: readonly number[] }>({
    path: `/api/answers/${id}/held`,
    touches: [conversationsKey],
    done: ({ let: count }) => tn('answers.letDone', count),
    after: () => setChosen([]),
  })
  return (
    <Modal opened onClose={close} title={t('answers.heldTitle')} size="xl">
      <Stack>
        <Text size="sm">{t('answers.heldText')}</Text>
        <Listed list={list} empty={<Empty title={t('answers.heldEmpty')} />}>
          {(rows) => <Rows rows={rows} mayLet={mayLet} chosen={chosen} choose={setChosen} />}
        </Listed>
        {mayLet && (
          <Group justify="flex-end">
            <ActionButton
              write={letGo}
              body={{ conversations: chosen }}
              disabled={chosen.length === 0}
              confirm={{ title: tn('answers.letTitle', chosen.length), text: t('answers.letText') }}
            >
              {t('answers.let')}
            </ActionButton>
          </Group>
        )}
      </Stack>
    </Modal>
  )
}

type Shown = { rows: Held[]; mayLet: boolean; chosen: readonly number[]; choose: (chosen: readonly number[]) => void }
function Rows({ rows, mayLet, chosen, choose }: Shown) {
  const stays = (reasons: readonly string[]) => neverLet.some((reason) => reasons.includes(reason))
  const open = rows.filter(({ state, reasons }) => state === 'held' && !stays(reasons)).map(({ conversation }) => conversation)
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {mayLet && (
              <Table.Th w={36}>
                <Checkbox
                  aria-label={t('answers.chooseAll')}
                  checked={open.length > 0 && chosen.length === open.length}
                  onChange={(event) => choose(event.currentTarget.checked ? open : [])}
                />
              </Table.Th>
            )}
            <Table.Th>{t('answers.heldWho')}</Table.Th>
            <Table.Th>{t('answers.heldWhy')}</Table.Th>
            <Table.Th>{t('answers.heldState')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ conversation, subject, writer, account, reasons, state, waitingSince }) => (
            <Table.Tr key={conversation}>
              {mayLet && (
                <Table.Td>
                  <Checkbox
                    aria-label={t('answers.chooseOne', { subject })}
                    disabled={state !== 'held' || stays(reasons)}
                    checked={chosen.includes(conversation)}
                    onChange={(event) => choose(event.currentTarget.checked ? [...chosen, conversation] : chosen.filter((each) => each !== conversation))}
                  />
                </Table.Td>
              )}
              <Table.Td className="lw-clip">
                <TextLink to="/conversations" search={{ view: 'all', open: conversation }} size="sm" fw={600}>
                  {subject}
                </TextLink>
                <Text size="xs" c="dimmed">
                  {[writer, account].filter(Boolean).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td>{reasonsOf(reasons)}</Table.Td>
              <Table.Td>
                {tOf('answers.heldStateOf', state)}
                {state === 'held' && waitingSince && (
                  <Text size="xs" c="dimmed" component="div">
                    {t('inbox.waitsSince')} <Elapsed since={waitingSince} />
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
