import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import type { Draft } from './draft.ts'
import { type Content, contentOf, isPart, type Piece } from './merge.ts'
import { pieceName } from './SavingNote.tsx'
import type { Saving } from './use-saving.ts'

/** What both changed, side by side; whatever is chosen, what only one of them changed is kept. */
export function Versions({ draft, theirs, conflicts, saving }: { draft: Draft; theirs: UpdateView; conflicts: Piece[]; saving: Saving }) {
  const name = theirs.changedBy?.name ?? theirs.author.name
  return (
    <Alert color="amber" title={t('saving.conflict', { name, at: theirs.changedAt ? atNear(theirs.changedAt) : '' })}>
      <Stack gap="sm">
        {conflicts.map((piece) => (
          <div key={piece}>
            <Text size="xs" c="dimmed">
              {pieceName(piece)}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              <Version label={t('saving.mine')} text={shown(contentOf(draft), piece)} />
              <Version label={name} text={shown(contentOf(theirs), piece)} />
            </SimpleGrid>
          </div>
        ))}
        <Group gap="xs">
          <Button size="compact-sm" onClick={saving.keepMine}>
            {t('saving.keepMine')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={saving.takeTheirs}>
            {t('saving.takeTheirs', { name })}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

const Version = ({ label, text }: { label: string; text: string }) => (
  <div>
    <Text size="xs" fw={600}>
      {label}
    </Text>
    <Text size="sm" className="lw-prewrap" style={{ overflowWrap: 'anywhere' }}>
      {text || '–'}
    </Text>
  </div>
)

function shown(content: Content, piece: Piece): string {
  if (isPart(piece)) return content.parts[piece] ?? ''
  if (piece === 'files') return content.files.map(({ name }) => name).join(', ')
  if (piece === 'to') return t(`to.kind.${content.to?.kind ?? 'customers'}`)
  if (piece === 'translations')
    return Object.entries(content.translations ?? {})
      .map(([locale, parts]) => `${locale}: ${parts.title}`)
      .join(', ')
  if (piece === 'nextUpdateAt') return content.nextUpdateAt ? atNear(content.nextUpdateAt) : ''
  return piece === 'phase' ? tOf('phase', content.phase) : t(content.holding ? 'saving.holds' : 'saving.full')
}
