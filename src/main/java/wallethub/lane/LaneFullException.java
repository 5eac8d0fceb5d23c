package wallethub.lane;

/** The door's bounded queue is full; nothing was stored. */
public class LaneFullException extends RuntimeException {

    public LaneFullException(String lane) {
        super("the queue of lane " + lane + " is full");
    }
}
