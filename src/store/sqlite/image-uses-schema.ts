/** Version 8: which revisions run which images. */
export const IMAGE_USES = `
ALTER TABLE decisions ADD COLUMN running TEXT;
CREATE TABLE image_uses (
	digest TEXT NOT NULL,
	revision TEXT NOT NULL,
	container TEXT NOT NULL,
	seen TEXT NOT NULL,
	PRIMARY KEY (digest, revision, container)
) STRICT, WITHOUT ROWID;
`;
