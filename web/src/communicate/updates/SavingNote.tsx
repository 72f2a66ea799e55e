import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { PresenceView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import type { Draft } from './draft.ts'
import { isPart, type Piece } from './merge.ts'
import type { Saving } from './use-saving.ts'
import { Versions } from './Versions.tsx'

export const pieceName = (piece: Piece): string => (isPart(piece) ? tOf('part', piece) : tOf('piece', piece))

/** Whether it is kept, who else is here, and what of theirs meets mine. */
export function SavingNote({ draft, saving, presence }: { draft: Draft; saving: Saving; presence: PresenceView | undefined }) {
  const { state, taken, unsaved } = saving
  const others = presence?.others ?? []
  const newer = presence && draft.revision !== undefined && presence.revision > draft.revision && state.is !== 'saving' && state.is !== 'conflict' && !unsaved
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed" role="status">
        {state.is === 'offline'
          ? t('saving.offline')
          : unsaved || state.is === 'saving'
            ? t('saving.now')
            : state.is === 'saved'
              ? t('saving.done', { at: atNear(new Date(state.at).toISOString()) })
              : ''}
      </Text>
      {others.length > 0 && (
        <Alert color="blue" p="xs">
          <Text size="sm">{t('saving.others', { names: others.map(({ person }) => person.name).join(', ') })}</Text>
        </Alert>
      )}
      {taken && (
        <Text size="sm" role="status">
          {t('saving.taken', { name: taken.by, pieces: taken.pieces.map(pieceName).join(', ') })}
        </Text>
      )}
      {newer && (
        <Alert color="amber" p="xs">
          <Group justify="space-between" gap="xs">
            <Text size="sm">{t('saving.newer', { name: presence.changedBy?.name ?? '', at: presence.changedAt ? atNear(presence.changedAt) : '' })}</Text>
            <Button size="compact-sm" variant="default" onClick={saving.catchUp}>
              {t('saving.catchUp')}
            </Button>
          </Group>
        </Alert>
      )}
      {state.is === 'conflict' && <Versions draft={draft} theirs={state.theirs} conflicts={state.conflicts} saving={saving} />}
      {state.is === 'gone' && (
        <Alert color="amber" p="sm">
          <Text size="sm" mb={6}>
            {t('saving.gone')}
          </Text>
          <Button size="compact-sm" variant="default" onClick={saving.goOn}>
            {t('saving.goOn')}
          </Button>
        </Alert>
      )}
      {state.is === 'refused' && <ErrorNote error={state.error} />}
    </Stack>
  )
}
