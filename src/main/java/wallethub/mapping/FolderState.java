package wallethub.mapping;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Names, sizes and times of the files of a folder: differs when a file was written, replaced, added or removed. */
record FolderState(List<String> files, List<Path> folders) {

    FolderState {
        files = List.copyOf(files);
        folders = List.copyOf(folders);
    }

    /** What vanishes while it is looked at is not in it; the next look will differ. */
    static FolderState of(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                folders.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                FileTime changed = attributes.lastModifiedTime();
                files.add(file + " " + attributes.size() + " " + changed + " " + attributes.fileKey());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        return new FolderState(files, folders);
    }
}
