import { Group, Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import type { stakeholderAudiences } from '../audiences/audiences.ts'
import { Composer } from './Composer.tsx'
import { copyOf, type Draft, emptyDraft, fromUpdate, isUnsaved, keepDraft, keptDraft, lastTold, type Phase } from './draft.ts'
import { UpdateCard } from './UpdateCard.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'

/** Write one, and see all: what was said, to whom it went, and what became of each delivery. */
export function Updates() {
  const { id, updates, status } = useRoom()
  const { write, to } = useSearch({ from: '/crises/$crisisId/updates' })
  const navigate = useNavigate()
  const [editing, setEditing] = useState<Draft>()
  const show = (kind: 'update' | 'holding' | undefined) =>
    void navigate({ to: '/crises/$crisisId/updates', params: { crisisId: id }, search: kind ? { write: kind } : {} })
  const edit = (draft: Draft) => {
    keepDraft(id, undefined)
    setEditing(draft)
    show('update')
  }
  const close = () => {
    setEditing(undefined)
    show(undefined)
  }
  const ordered = [...updates].sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt))
  return (
    <Stack gap="md">
      {write && status !== 'closed' && (
        <Composer key={editing ? (editing.updateId ?? 'copy') : `${write}/${to ?? ''}`} initial={editing ?? starting(id, write, updates, to)} close={close} />
      )}
      <Card
        title={t('updates.published')}
        aside={
          !write && (
            <Group gap="xs">
              {updates.some((update) => update.status === 'published') && (
                <TextLink to="/crises/$crisisId/deliveries-audit" params={{ crisisId: id }} size="sm" mr={4}>
                  {t('audit.open')}
                </TextLink>
              )}
              {status !== 'closed' && <Begin />}
            </Group>
          )
        }
      >
        {ordered.length === 0 ? (
          <Empty title={t('updates.none')} text={t('updates.noneText')} />
        ) : (
          <Stack gap="sm">
            {ordered.map((update) => (
              <UpdateCard key={update.id} update={update} onEdit={() => edit(fromUpdate(update))} onRewrite={() => edit(copyOf(update))} />
            ))}
          </Stack>
        )}
      </Card>
    </Stack>
  )
}

function Begin() {
  const { id } = useRoom()
  return (
    <>
      <ButtonLink to="/crises/$crisisId/updates" params={{ crisisId: id }} search={{ write: 'holding' }} variant="default" size="sm">
        {t('updates.holding')}
      </ButtonLink>
      <ButtonLink to="/crises/$crisisId/updates" params={{ crisisId: id }} search={{ write: 'update' }} size="sm">
        {t('updates.write')}
      </ButtonLink>
    </>
  )
}

/** An audience that is no customer has words of its own: the phase in which customers were told last, and its own template. */
function startingTo(audience: (typeof stakeholderAudiences)[number], updates: UpdateView[]): Draft {
  const last = lastTold(updates)
  return { ...emptyDraft(last?.phase ?? 'investigating', false), to: { kind: 'stakeholders', audience } }
}

/** What was begun is taken up again; else the phase goes on where the last update stood. */
function starting(crisisId: string, write: 'update' | 'holding' | 'final', updates: UpdateView[], to?: (typeof stakeholderAudiences)[number]): Draft {
  if (to) return startingTo(to, updates)
  const kept = keptDraft(crisisId)
  if (kept && write === 'update') {
    const saved = updates.find(({ id }) => id === kept.updateId)
    // What this browser has not saved goes first; what is saved may have gone on elsewhere.
    return saved?.status === 'draft' && !isUnsaved(kept) ? fromUpdate(saved) : kept
  }
  const last = lastTold(updates)
  const phase: Phase = write === 'final' ? 'resolved' : last && last.phase !== 'resolved' ? last.phase : 'investigating'
  return emptyDraft(phase, write === 'holding')
}
