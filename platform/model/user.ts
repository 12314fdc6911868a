import type { User } from './container';

/** As every container engine takes it. */
export function numbersOf({ uid, gid }: User): string {
  return `${uid}:${gid}`;
}

/** `nonroot` of distroless images. */
export const nobody: User = { uid: 65532, gid: 65532 };

/** Nobody can say of an image's own user that it is not root, without asking the image. */
export function mayBeRoot(user: User | null): boolean {
  return user === null || user.uid === 0;
}
