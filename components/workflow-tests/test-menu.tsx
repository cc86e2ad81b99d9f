"use client";
import { Ellipsis, Settings2, Trash2 } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";

/** What one does with a test as a whole. */
export function TestMenu({
  test: { name },
  onChange,
  onRemove,
}: {
  test: { name: string };
  onChange: () => void;
  onRemove: () => void;
}) {
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={`Menu of ${name}`} />}>
      <MenuItem icon={Settings2} onSelect={onChange}>
        Name and tolerances…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} isDangerous onSelect={onRemove}>
        Delete
      </MenuItem>
    </Menu>
  );
}
